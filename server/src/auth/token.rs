//! The secret a device shows with each request. The server keeps only its hash.

use std::fmt;

use sha2::{Digest, Sha256};

use super::PasswordError;

const BYTES: usize = 32;

#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; BYTES]);

impl Token {
    pub fn new() -> Result<Self, PasswordError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| PasswordError::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// The token a cookie carries, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != BYTES * 2 {
            return None;
        }
        let mut bytes = [0; BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(bytes))
    }

    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// As the cookie carries it.
    pub fn reveal(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_the_cookie_and_is_never_printed() {
        let token = Token::new().unwrap();
        assert_eq!(Token::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_ne!(token.hash(), Token::new().unwrap().hash());
    }

    #[test]
    fn what_is_not_64_hex_digits_is_no_token() {
        for text in ["", "abc", &"g".repeat(64), &"0".repeat(66), &"é".repeat(32)] {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
