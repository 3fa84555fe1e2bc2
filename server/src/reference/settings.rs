//! Norms, deadlines, checklists, the rubric and code lists as entries of the register: what the product
//! proposes and the province replaces by entries of its own.

use domain::calendar::{DEADLINES, DeadlineRule, Edge, Span};
use domain::formats::date;
use domain::id::RecordId;
use domain::ledger::advance::rule_for;
use domain::legal::Source;
use domain::norm::national::NATIONAL;
use domain::norm::{Norm, NormItem};
use domain::record::Kind;
use domain::record::field::{Choice, ChoiceList};
use domain::record::need::{Activity, DeclineReason};
use domain::record::project::lists::Funding;
use domain::record::reference::code_entry::CodeListName;
use domain::record::reference::deadline_rule::SpanForm;
use domain::record::reference::organisation::OrganisationRole;
use domain::record::reference::threshold::{Threshold, advance_code};
use domain::record::reference::vsic_entry::VsicEdition;
use domain::record::visit::lists::FindingCode;
use domain::selection::rubric::RubricCriterion;
use domain::settlement::reason::ReturnReason;
use domain::settlement::template::{
    ListPhase, Paper, Template, acceptance, appraisal, proposed, registration,
};
use domain::value::{Document, Value};
use domain::words::{self, Lang};

type Entry = (RecordId, Kind, Document);

/// First day of an entry whose own is not known: that of the first settlement circular.
const LONG_AGO: &str = "2013-12-27";

/// Everything.
pub fn records() -> Vec<Entry> {
    let norms = NATIONAL.iter().map(norm);
    let deadlines = DEADLINES.iter().map(deadline);
    let checklists = [registration(), appraisal(), acceptance()].into_iter().chain(by_activity());
    let checklists = checklists.map(|list| checklist(&list));
    let codes = [
        (&ReturnReason::LIST, CodeListName::ReturnReason, "Thông lệ kiểm hồ sơ, chưa có văn bản"),
        (&FindingCode::LIST, CodeListName::Finding, "Thông lệ kiểm tra tại chỗ, chưa có văn bản"),
        (&DeclineReason::LIST, CodeListName::Decline, "Thông lệ xét chọn, chưa có văn bản"),
    ];
    let codes = codes
        .into_iter()
        .flat_map(|(list, name, source)| list.codes.iter().map(move |code| coded(list, name, code, source)));
    norms
        .chain(deadlines)
        .chain(checklists)
        .chain([rubric()])
        .chain(codes)
        .chain(industries())
        .chain(thresholds())
        .chain(advances())
        .chain(holidays())
        .chain(indicators())
        .chain([budget_code()])
        .chain(organisations())
        .collect()
}

fn entry(kind: Kind, name: &str, doc: Document, valid_from: &str, source: &Source) -> Entry {
    let doc = doc
        .with("valid_from", valid_from)
        .with("legal_ref", source.legal_ref.as_ref())
        .with("certainty", source.certainty.code())
        .with("stage", "in_force");
    (RecordId::named(kind.code(), name), kind, doc)
}

fn norm(norm: &Norm) -> Entry {
    let activity = norm.activity.map_or("all", Activity::code);
    let from = date::to_iso(norm.valid_from);
    let name = format!("{activity}:{}:{}:{from}", norm.item.code(), norm.funding.code());
    let mut doc = Document::default()
        .with("item", norm.item.code())
        .with("funding", norm.funding.code())
        .with("per", norm.per.code());
    doc.set("activity", norm.activity.map(|activity| Value::text(activity.code())));
    doc.set("valid_to", norm.valid_to.map(|day| Value::Text(date::to_iso(day))));
    doc.set("rate", norm.rate_bp.map(|rate| Value::Int(i64::from(rate))));
    doc.set("cap", norm.cap_vnd.map(Value::Int));
    doc.set("line_max", norm.line_max_pct.map(|percent| Value::Int(i64::from(percent))));
    doc.set("priority_max", norm.priority_max_pct.map(|percent| Value::Int(i64::from(percent))));
    entry(Kind::CostNorm, &name, doc, &from, &norm.source)
}

fn deadline(rule: &DeadlineRule) -> Entry {
    let number = |value: i64| Value::Int(value);
    let doc = Document::default()
        .with("term", rule.term.code())
        .with("soon_days", i64::from(rule.notice.soon_days));
    let with = |form: SpanForm| doc.clone().with("form", form.code());
    let before = |edge: Edge| Value::Bool(edge == Edge::Before);
    let doc = match rule.span {
        Span::Days(count) => with(SpanForm::Days).with("count", i64::from(count)),
        Span::WorkingDays(count) => with(SpanForm::WorkingDays).with("count", i64::from(count)),
        Span::DayOfMonth { day, edge } => {
            with(SpanForm::DayOfMonth).with("day", i64::from(day)).with("before", before(edge))
        }
        Span::DayOfYear { month, day, years_later, edge } => with(SpanForm::DayOfYear)
            .with("month", i64::from(month))
            .with("day", i64::from(day))
            .with("count", number(i64::from(years_later)))
            .with("before", before(edge)),
        Span::EndOfYear { nth } => with(SpanForm::EndOfYear).with("count", i64::from(nth)),
    };
    entry(Kind::DeadlineSetting, rule.term.code(), doc, LONG_AGO, &rule.source)
}

/// The lists that are not the same for every activity.
fn by_activity() -> impl Iterator<Item = Template> {
    let all = Activity::ALL.iter().flat_map(|activity| proposed(*activity));
    all.filter(|list| list.activity.is_some())
}

fn checklist(template: &Template) -> Entry {
    let papers = template.papers.iter().map(paper).collect();
    let phase = said(&ListPhase::LIST, template.phase.code());
    let activity = template.activity.map(|activity| said(&Activity::LIST, activity.code()));
    let name = activity.map_or_else(|| phase.clone(), |activity| format!("{phase}: {activity}"));
    let mut doc = Document::default()
        .with("name", name)
        .with("phase", template.phase.code())
        .with("papers", Value::List(papers));
    doc.set("activity", template.activity.map(|activity| Value::text(activity.code())));
    let from = date::to_iso(template.valid_from);
    entry(
        Kind::ChecklistTemplate,
        &format!("{}:{}", template.id, template.activity.map_or("all", Activity::code)),
        doc,
        &from,
        &template.source,
    )
}

fn paper(paper: &Paper) -> Value {
    let label = words::find(&format!("paper.{}", paper.code));
    let label = label.map_or_else(|| paper.code.to_string(), |word| word.text(Lang::Vi).to_owned());
    let mut row = Document::default()
        .with("code", paper.code.as_ref())
        .with("label", label)
        .with("condition", paper.condition.code())
        .with("kind", paper.kind.code())
        .with("provider", paper.provider.code());
    row.set("form_no", Some(Value::text(paper.form_no.as_ref())).filter(|_| !paper.form_no.is_empty()));
    Value::Map(row.0)
}

fn rubric() -> Entry {
    let rows = RubricCriterion::ALL.iter().map(|criterion| {
        let row = Document::default()
            .with("code", criterion.code())
            .with("label", said(&RubricCriterion::LIST, criterion.code()))
            .with("max", criterion.usual_max());
        Value::Map(row.0)
    });
    let doc = Document::default()
        .with("name", "Chấm chọn cơ sở thụ hưởng")
        .with("year", 2026_i64)
        .with("criteria", Value::List(rows.collect()));
    entry(
        Kind::Rubric,
        "selection",
        doc,
        "2026-01-01",
        &Source::unverified("Dự thảo bộ tiêu chí; TT 36/2013/TT-BCT Đ.9"),
    )
}

fn coded(list: &ChoiceList, name: CodeListName, code: &str, source: &'static str) -> Entry {
    let doc = code_entry(name, &code.to_uppercase(), &said(list, code));
    let named = format!("{}:{code}", name.code());
    entry(Kind::CodeEntry, &named, doc, LONG_AGO, &Source::unverified(source))
}

/// Edition, code and name, a line each: the groups of 2018 and the classes of 2025 of the sections B to E, in which
/// rural industry works. Taken from public copies of the two decisions.
const INDUSTRIES: &str = include_str!("industries.tsv");

/// The divisions, whose codes are the same in both editions, and what each edition has below them.
fn industries() -> impl Iterator<Item = Entry> {
    let editions = [
        (VsicEdition::Of2018, "2018-08-20", Some("2025-11-14"), "27/2018/QĐ-TTg"),
        (VsicEdition::Of2025, "2025-11-15", None, "36/2025/QĐ-TTg"),
    ];
    editions.into_iter().flat_map(|(edition, from, to, act)| {
        let divisions =
            words::all().filter_map(|word| Some((word.key().strip_prefix("vsic.")?, word.text(Lang::Vi))));
        let divisions = divisions.map(|(code, name)| (code, name, Source::verified(act)));
        let below = INDUSTRIES.lines().filter_map(move |line| {
            let (code, name) = line.strip_prefix(edition.code())?.trim_start().split_once('\t')?;
            Some((code, name, Source::unverified(act)))
        });
        let entries = divisions.chain(below).map(move |(code, name, source)| {
            let mut doc =
                Document::default().with("version", edition.code()).with("code", code).with("name", name);
            doc.set("valid_to", to.map(Value::text));
            entry(Kind::VsicEntry, &format!("{}:{code}", edition.code()), doc, from, &source)
        });
        entries.collect::<Vec<_>>()
    })
}

/// The figures of the rules as they come with the product.
fn thresholds() -> impl Iterator<Item = Entry> {
    Threshold::ALL.iter().map(|threshold| {
        let label = said(&Threshold::LIST, threshold.code());
        let doc =
            code_entry(CodeListName::Threshold, threshold.code(), &label).with("amount", threshold.usual());
        let named = format!("threshold:{}", threshold.code());
        entry(Kind::CodeEntry, &named, doc, LONG_AGO, &Source::unverified("Đề xuất của sổ, chưa có văn bản"))
    })
}

/// How much may be advanced first, as the circular says it for national funds.
fn advances() -> impl Iterator<Item = Entry> {
    let all = Activity::ALL.iter().flat_map(|activity| NormItem::ALL.iter().map(|item| (*activity, *item)));
    let own = all.filter_map(|(activity, item)| {
        let rule = rule_for(activity, item, Funding::National)?;
        let usual = rule_for(activity, NormItem::Main, Funding::National).map(|rule| rule.percent);
        (item == NormItem::Main || usual != Some(rule.percent)).then_some((activity, item, rule))
    });
    own.map(|(activity, item, rule)| {
        let code = advance_code(activity, item);
        let name = said(&Activity::LIST, activity.code());
        let label = match item {
            NormItem::Main => name,
            _ => format!("{name}: {}", said(&NormItem::LIST, item.code())),
        };
        let doc = code_entry(CodeListName::AdvanceRate, &code, &label).with("amount", rule.percent);
        entry(Kind::CodeEntry, &format!("advance_rate:{code}"), doc, LONG_AGO, &rule.source)
    })
}

/// The holidays that fall on one day of every year. Tết, the day of the Hùng kings, the second day of the national
/// holiday and days that are exchanged are set anew each year: the office enters them.
fn holidays() -> impl Iterator<Item = Entry> {
    const DAYS: [(&str, &str); 4] = [
        ("01-01", "Tết Dương lịch"),
        ("04-30", "Ngày Chiến thắng"),
        ("05-01", "Ngày Quốc tế lao động"),
        ("09-02", "Quốc khánh"),
    ];
    DAYS.into_iter().map(|(day, name)| {
        let doc = code_entry(CodeListName::DayOff, day, name);
        let source = Source::verified("45/2019/QH14 Đ.112");
        entry(Kind::CodeEntry, &format!("day_off:{day}"), doc, "2021-01-01", &source)
    })
}

/// What the reports count (DOMAIN §7.3).
fn indicators() -> impl Iterator<Item = Entry> {
    const COUNTED: [(&str, &str); 23] = [
        ("I01", "Số lớp đào tạo nghề"),
        ("I02", "Lao động được đào tạo"),
        ("I03", "Lao động có việc sau đào tạo"),
        ("I04", "Số lớp tập huấn quản lý"),
        ("I05", "Người dự tập huấn quản lý"),
        ("I06", "Mô hình trình diễn"),
        ("I07", "Cơ sở được hỗ trợ máy móc"),
        ("I08a", "Sản phẩm được công nhận cấp xã (huyện)"),
        ("I08b", "Sản phẩm được công nhận cấp tỉnh"),
        ("I08c", "Sản phẩm được công nhận cấp khu vực"),
        ("I08d", "Sản phẩm được công nhận cấp quốc gia"),
        ("I09", "Kỳ hội chợ tham gia, tổ chức; gian hàng; cơ sở"),
        ("I10", "Doanh nghiệp được tư vấn"),
        ("I11", "Đoàn khảo sát; người"),
        ("I12", "Tin, bài, phóng sự, bản tin"),
        ("I13", "Kinh phí kế hoạch, thực hiện, quyết toán theo nguồn"),
        ("I14", "Tỷ lệ giải ngân"),
        ("I15", "Vốn đối ứng; hệ số đối ứng"),
        ("I16", "Việc làm mới, thu nhập bình quân tăng"),
        ("I17", "Giá trị sản xuất, doanh thu, nộp ngân sách tăng"),
        ("I18", "Hồ sơ: nhận, trả, quá hạn, thời gian trung bình mỗi bước"),
        ("I19", "Lượt kiểm tra; phát hiện; kiến nghị xong"),
        ("I20", "Đăng ký nhu cầu; được chọn; từ chối theo lý do"),
    ];
    COUNTED.into_iter().map(|(code, label)| {
        let doc = code_entry(CodeListName::Indicator, code, label);
        let source = Source::unverified("Danh mục đề xuất, chưa có mẫu báo cáo");
        entry(Kind::CodeEntry, &format!("indicator:{code}"), doc, LONG_AGO, &source)
    })
}

/// The one a text names; the budget index of later years is the province's to enter.
fn budget_code() -> Entry {
    let doc =
        code_entry(CodeListName::Budget, "070-102", "Loại 070, khoản 102").with("valid_to", "2018-05-10");
    entry(
        Kind::CodeEntry,
        "budget:070-102",
        doc,
        "2014-04-08",
        &Source::unverified("TTLT 26/2014/TTLT-BTC-BCT Đ.8"),
    )
}

fn code_entry(list: CodeListName, code: &str, label: &str) -> Document {
    Document::default().with("list_name", list.code()).with("code", code).with("label", label)
}

fn organisations() -> impl Iterator<Item = Entry> {
    let known = [
        (OrganisationRole::Province, "Ủy ban nhân dân tỉnh Bắc Ninh", "UBND"),
        (OrganisationRole::Department, "Sở Công Thương tỉnh Bắc Ninh", "SCT"),
        (OrganisationRole::Centre, "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp", "TTKC"),
    ];
    known.into_iter().map(|(role, name, short)| {
        let doc = Document::default().with("role", role.code()).with("name", name).with("short_name", short);
        // The names after the merger are the province's to confirm.
        entry(
            Kind::Organisation,
            role.code(),
            doc,
            "2025-07-01",
            &Source::unverified("Chưa có văn bản nêu tên sau sáp nhập"),
        )
    })
}

fn said(list: &ChoiceList, code: &str) -> String {
    let key = list.key(code);
    words::find(&key).map_or(key, |word| word.text(Lang::Vi).to_owned())
}
