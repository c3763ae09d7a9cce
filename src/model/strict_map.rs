//! A map that refuses a key given twice, where JSON readers usually keep the last one silently.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::ops::DerefMut;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde::de::Error;

/// A sorted map; reading it fails when a key stands in the file twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct StrictMap<K: Ord, V>(pub BTreeMap<K, V>);

impl<K: Ord, V> Default for StrictMap<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord, V> Deref for StrictMap<K, V> {
    type Target = BTreeMap<K, V>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Ord, V> DerefMut for StrictMap<K, V> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for StrictMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<'de, K, V> Deserialize<'de> for StrictMap<K, V>
where
    K: Ord + Deserialize<'de> + Serialize,
    V: Deserialize<'de>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<K, V>(PhantomData<(K, V)>);

        impl<'de, K, V> serde::de::Visitor<'de> for Visitor<K, V>
        where
            K: Ord + Deserialize<'de> + Serialize,
            V: Deserialize<'de>,
        {
            type Value = StrictMap<K, V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object whose keys each stand once")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut map = BTreeMap::new();
                while let Some(key) = access.next_key::<K>()? {
                    if map.contains_key(&key) {
                        let name = serde_json::to_string(&key).unwrap_or_default();
                        return Err(A::Error::custom(format!("the key {name} stands twice")));
                    }
                    map.insert(key, access.next_value()?);
                }
                Ok(StrictMap(map))
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_given_twice_is_refused() {
        let once: StrictMap<String, u8> = serde_json::from_str(r#"{"a":1,"b":2}"#).expect("reads");
        assert_eq!(once.len(), 2);
        let twice = serde_json::from_str::<StrictMap<String, u8>>(r#"{"a":1,"a":2}"#);
        assert!(twice.expect_err("refused").to_string().contains("stands twice"));
    }
}
