//! Why a file is not taken, whoever sends it: it stays refused, and the device tells the person.

#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error("only jpeg, png and webp pictures, pdf, docx and xlsx without macros are taken")]
    MediaType,
    #[error("the picture has more pixels than can be worked on")]
    PictureTooLarge,
    #[error("the file is damaged")]
    Damaged,
}

impl Refusal {
    /// Stable, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::MediaType => "media_type_refused",
            Self::PictureTooLarge => "picture_too_large",
            Self::Damaged => "file_damaged",
        }
    }

    /// The refusal as it was kept. One that a newer version knew is told as of the type.
    pub fn from_code(code: &str) -> Self {
        match code {
            "picture_too_large" => Self::PictureTooLarge,
            "file_damaged" => Self::Damaged,
            _ => Self::MediaType,
        }
    }
}
