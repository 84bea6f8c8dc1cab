//! The command line.

use lexopt::Arg::{Long, Short};
use lexopt::{Error, Parser, ValueExt};

pub(crate) const USAGE: &str = "\
A chat in the terminal.

  --as NAME         talks as ann (the default) or bob
  --server URL      the server, http://127.0.0.1:8080 unless told otherwise
  --room NAME       the room, general unless told otherwise
  --script          prints lines, and says the lines that come in, even in a terminal
  --serve           starts a server at 127.0.0.1:8080, where ann and bob are known
  --address ADDRESS starts it there instead
  --demo            starts a server and a Bob in this process, and talks to him as ann
                    (with --script, Ann's part is played too)";

/// What is to be done.
#[derive(Debug)]
pub(crate) enum Mode {
    Help,
    Serve(String),
    Demo,
    Talk { server: String, name: String },
}

#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) mode: Mode,
    pub(crate) room: String,
    pub(crate) script: bool,
}

impl Arguments {
    pub(crate) fn read(mut parser: Parser) -> Result<Self, Error> {
        let (mut server, mut name) = ("http://127.0.0.1:8080".to_owned(), "ann".to_owned());
        let (mut room, mut address) = (demo_room(), "127.0.0.1:8080".to_owned());
        let (mut script, mut other) = (false, None::<fn(String) -> Mode>);
        while let Some(argument) = parser.next()? {
            match argument {
                Long("as") => name = parser.value()?.string()?.to_lowercase(),
                Long("server") => server = parser.value()?.string()?,
                Long("room") => room = parser.value()?.string()?,
                Long("script") => script = true,
                Long("demo") => other = Some(|_| Mode::Demo),
                Long("serve") => other = Some(Mode::Serve),
                Long("address") => {
                    address = parser.value()?.string()?;
                    other = Some(Mode::Serve);
                }
                Long("help") | Short('h') => other = Some(|_| Mode::Help),
                argument => return Err(argument.unexpected()),
            }
        }
        let mode = other.map_or(Mode::Talk { server, name }, |mode| mode(address));
        Ok(Self { mode, room, script })
    }
}

fn demo_room() -> String {
    crate::furnish::ROOM.to_owned()
}
