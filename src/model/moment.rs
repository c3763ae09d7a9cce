//! A point in time as files carry it: RFC 3339, UTC, `Z`, milliseconds.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::BadKey;

/// Whether a text is a day of the calendar as ISO writes it, `2023-02-17`, or a month of which no day is told.
pub fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    match shape.as_str() {
        "0000-00-00" => text.parse::<jiff::civil::Date>().is_ok(),
        "0000-00" => format!("{text}-01").parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    }
}

/// Milliseconds since the Unix epoch, UTC. The clock that makes one is passed in, never read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(jiff::Timestamp);

impl Moment {
    /// Cuts a timestamp to whole milliseconds.
    pub fn from_timestamp(at: jiff::Timestamp) -> Self {
        Self::from_millis(at.as_millisecond())
    }

    /// The moment so many milliseconds after the epoch; clamped to the years 0 to 9999.
    pub fn from_millis(millis: i64) -> Self {
        Self(
            jiff::Timestamp::from_millisecond(millis.clamp(-62_167_219_200_000, 253_402_207_199_000))
                .unwrap_or_default(),
        )
    }

    /// Milliseconds since the epoch.
    pub fn millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The instant, for showing it on the member's own clock.
    pub fn timestamp(self) -> jiff::Timestamp {
        self.0
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl FromStr for Moment {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(Self::from_timestamp)
            .filter(|moment| moment.to_string() == text)
            .ok_or_else(|| BadKey {
                text: text.to_owned(),
                expected: "a time in UTC with milliseconds, such as `2026-11-21T09:30:00.000Z`",
            })
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Moment {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$",
            "description": "RFC 3339, UTC, milliseconds."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_with_milliseconds_and_read_back() {
        let moment = Moment::from_millis(1_795_250_000_000);
        assert_eq!(moment.to_string(), "2026-11-21T08:33:20.000Z");
        assert_eq!(moment.to_string().parse(), Ok(moment));
        assert!("2026-11-21".parse::<Moment>().is_err());
        assert!("2026-11-21T08:33:20Z".parse::<Moment>().is_err());
    }
}
