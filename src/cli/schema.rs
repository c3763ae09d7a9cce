//! `plumbline schema`: the JSON Schema of a kind of file.

use crate::cli::args::SchemaArgs;
use crate::cli::args::SchemaOf;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::document::schema::SchemaKind;

/// Prints the schema as the program carries it.
pub fn run(args: SchemaArgs) -> Result<(), Failure> {
    let kind = match args.of {
        SchemaOf::Review => SchemaKind::Review,
        SchemaOf::Session => SchemaKind::Session,
        SchemaOf::Panel => SchemaKind::Panel,
        SchemaOf::Handin => SchemaKind::HandIn,
    };
    let mut out = Out::new();
    out.text(kind.text())?;
    Ok(out.done()?)
}
