//! Who may do what, printed for each kind: role × operation × own or other scope, and the fields of each
//! role; and how a role sees a privacy class.

use std::fmt::Write as _;

use domain::permission::{Operation, Relation, may, may_see, may_write_field};
use domain::record::Kind;
use domain::record::field::{FieldSpec, Privacy};
use domain::role::Role;
use expect_test::expect_file;

#[test]
fn operations() {
    for kind in Kind::ALL {
        let mut out = String::from("role                own scope                  other scope\n");
        for role in Role::ALL {
            let list = |relation| {
                let allowed =
                    Operation::ALL.iter().filter(|operation| may(*role, **operation, *kind, relation));
                let names: Vec<String> =
                    allowed.map(|operation| format!("{operation:?}").to_lowercase()).collect();
                if names.is_empty() { String::from("-") } else { names.join(" ") }
            };
            let (own, other) = (list(Relation::OwnScope), list(Relation::OtherScope));
            let _ = writeln!(out, "{:<19} {own:<26} {other}", role.code());
        }
        expect_file![format!("tables/permission/{}.txt", kind.code())].assert_eq(&out);
    }
}

#[test]
fn nothing_is_allowed_outside_ones_scopes() {
    for role in Role::ALL {
        for kind in Kind::ALL {
            for operation in Operation::ALL {
                assert!(!may(*role, *operation, *kind, Relation::OtherScope));
            }
        }
    }
}

#[test]
fn fields() {
    for kind in Kind::ALL {
        let mut out = String::new();
        for role in Role::ALL {
            for creating in [true, false] {
                let specs = kind.spec().fields.iter();
                let (yes, no): (Vec<&FieldSpec>, Vec<&FieldSpec>) =
                    specs.partition(|spec| may_write_field(*role, *kind, spec, creating));
                if yes.is_empty() {
                    continue;
                }
                let (word, told) = if yes.len() <= no.len() { ("only", yes) } else { ("all but", no) };
                let names: Vec<&str> = told.iter().map(|spec| spec.name).collect();
                let moment = if creating { "makes" } else { "edits" };
                let _ = writeln!(out, "{} {moment}: {word} {}", role.code(), names.join(", "));
            }
        }
        expect_file![format!("tables/fields/{}.txt", kind.code())].assert_eq(&out);
    }
}

#[test]
fn an_owner_corrects_contact_fields_of_the_own_facility_and_no_others() {
    let spec = Kind::Facility.spec();
    let open =
        spec.fields.iter().filter(|field| may_write_field(Role::FacilityOwner, Kind::Facility, field, false));
    let open: Vec<&str> = open.map(|field| field.name).collect();
    assert_eq!(open, ["phone", "phone2", "zalo", "email"]);
}

#[test]
fn sight() {
    let mut out = String::new();
    for role in Role::ALL {
        let _ = write!(out, "{:<18}", role.code());
        for class in [Privacy::Public, Privacy::Internal, Privacy::Personal, Privacy::Restricted] {
            let _ = write!(out, " {class:?}={:?}", may_see(*role, class));
        }
        out.push('\n');
    }
    expect_file!["tables/sight.txt"].assert_eq(&out);
}
