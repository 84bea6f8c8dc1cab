//! The chat in a terminal: what was said, who is there, who is typing, and a line to write on.

use std::time::Duration;

use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use futures_util::StreamExt;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, List, Paragraph, Wrap};
use ratatui::{DefaultTerminal, Frame};
use user_chat::types::Message;

use crate::furnish::Outcome;
use crate::talk::{Happening, Present, Talk, author, text};

/// What authors are told apart by.
const COLORS: [Color; 5] = [Color::Cyan, Color::Green, Color::Yellow, Color::Magenta, Color::Blue];

/// How often to look whether those who were typing still are.
const GLANCE: Duration = Duration::from_secs(1);

/// Until the user or the conversation ends it.
pub(crate) async fn run(talk: Talk, room: &str) -> Outcome {
    let mut terminal = ratatui::try_init()?;
    let ended = chat(&mut terminal, talk, room).await;
    ratatui::restore();
    ended
}

async fn chat(terminal: &mut DefaultTerminal, mut talk: Talk, room: &str) -> Outcome {
    let mut screen = Screen::new(room);
    screen.prepend(&talk.earlier().await?);
    let mut keys = EventStream::new();
    loop {
        screen.members = talk.members().map(|(_, member)| member.clone()).collect();
        screen.typing = talk.typing().map(str::to_owned).collect();
        screen.on_its_way = talk.on_its_way().map(str::to_owned).collect();
        terminal.draw(|frame| screen.draw(frame))?;
        tokio::select! {
            happening = talk.next(), if !screen.is_over => screen.tell(&happening),
            () = tokio::time::sleep(GLANCE), if !screen.typing.is_empty() => {}
            event = keys.next() => match event.transpose()?.and_then(|event| screen.typed(&event)) {
                // Nobody waits for it, and where it is lost nothing is.
                Some(Wish::Type) => drop(talk.tell_typing().map(|told| tokio::spawn(told.into_future()))),
                Some(Wish::Say(text)) => talk.say(&text).await?,
                Some(Wish::Earlier) if talk.has_earlier() => talk.ask_earlier(),
                Some(Wish::Leave) => return if screen.is_over { Ok(()) } else { Ok(talk.leave().await?) },
                Some(Wish::Earlier) | None => {}
            },
        }
    }
}

/// What the user wants.
#[derive(Debug, PartialEq, Eq)]
enum Wish {
    /// On with the draft.
    Type,
    Say(String),
    Earlier,
    Leave,
}

#[derive(Debug)]
struct Screen {
    room: String,
    lines: Vec<Line<'static>>,
    members: Vec<Present>,
    typing: Vec<String>,
    on_its_way: Vec<String>,
    draft: String,
    /// How many lines the view is above the last one.
    above: u16,
    is_over: bool,
}

impl Screen {
    fn new(room: &str) -> Self {
        Self {
            room: room.to_owned(),
            lines: Vec::new(),
            members: Vec::new(),
            typing: Vec::new(),
            on_its_way: Vec::new(),
            draft: String::new(),
            above: 0,
            is_over: false,
        }
    }

    fn prepend(&mut self, messages: &[Message]) {
        self.lines.splice(0..0, messages.iter().map(line));
    }

    fn tell(&mut self, happening: &Happening) {
        let told = match happening {
            Happening::Said(message) => Some(line(message)),
            Happening::Reconnecting { .. } | Happening::NoEarlier(_) | Happening::Ended(_) | Happening::Failed(_) => {
                Some(Line::from(happening.to_string()).red())
            }
            Happening::Joined(_) | Happening::Left(_) => Some(Line::from(happening.to_string()).dim().italic()),
            // It passes, so it is no line of the conversation.
            Happening::Typing(_) => None,
            Happening::Earlier(messages) => {
                self.prepend(messages);
                None
            }
        };
        self.lines.extend(told);
        self.is_over = matches!(happening, Happening::Ended(_) | Happening::Failed(_));
    }

    fn typed(&mut self, event: &Event) -> Option<Wish> {
        let Event::Key(key) = event else { return None };
        match key {
            KeyEvent { kind: KeyEventKind::Release, .. } => None,
            KeyEvent { code: KeyCode::Esc, .. } => Some(Wish::Leave),
            KeyEvent { code: KeyCode::Char('c' | 'd'), modifiers: KeyModifiers::CONTROL, .. } => Some(Wish::Leave),
            KeyEvent { code: KeyCode::Enter, .. } => {
                self.above = 0;
                let draft = std::mem::take(&mut self.draft);
                (!draft.trim().is_empty() && !self.is_over).then_some(Wish::Say(draft))
            }
            KeyEvent { code: KeyCode::PageUp, .. } => {
                self.above = self.above.saturating_add(10);
                Some(Wish::Earlier)
            }
            KeyEvent { code: KeyCode::PageDown, .. } => {
                self.above = self.above.saturating_sub(10);
                None
            }
            KeyEvent { code: KeyCode::Backspace, .. } => {
                self.draft.pop();
                None
            }
            KeyEvent { code: KeyCode::Char(character), .. } => {
                self.draft.push(*character);
                (!self.is_over).then_some(Wish::Type)
            }
            KeyEvent { .. } => None,
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let [top, bottom] = Layout::vertical([Constraint::Min(3), Constraint::Length(3)]).areas(frame.area());
        let [said, present] = Layout::horizontal([Constraint::Min(20), Constraint::Length(18)]).areas(top);
        self.draw_said(frame, said);
        let members = self.members.iter().map(|member| match member.here {
            true => Line::from(vec!["● ".green(), Span::from(&*member.name)]),
            false => Line::from(format!("○ {}", member.name)).dim(),
        });
        frame.render_widget(List::new(members).block(Block::bordered().title("Who is there")), present);

        let help = if self.is_over { "Esc leaves" } else { "Enter says it, PageUp shows more, Esc leaves" };
        let draft = Paragraph::new(&*self.draft).block(Block::bordered().title_bottom(help));
        frame.render_widget(draft, bottom);
        let width = Line::from(&*self.draft).width().try_into().unwrap_or(u16::MAX);
        let column = bottom.x.saturating_add(1).saturating_add(width).min(bottom.right().saturating_sub(2));
        frame.set_cursor_position((column, bottom.y + 1));
    }

    /// The last lines, or those above them as far as there are any.
    fn draw_said(&mut self, frame: &mut Frame<'_>, area: Rect) {
        let on_its_way = self.on_its_way.iter().map(|text| Line::from(format!("… {text}")).dim());
        let lines: Vec<Line<'_>> = self.lines.iter().cloned().chain(on_its_way).collect();
        let said = Paragraph::new(lines).wrap(Wrap { trim: false });
        let all = said.line_count(area.width.saturating_sub(2)).try_into().unwrap_or(u16::MAX);
        let hidden = u16::saturating_sub(all, area.height.saturating_sub(2));
        self.above = self.above.min(hidden);
        let typing = self.typing.iter().map(|name| format!("{name} is typing… ")).collect::<String>();
        let block = Block::bordered().title(format!("#{}", self.room)).title_bottom(Line::from(typing).dim().italic());
        frame.render_widget(said.block(block).scroll((hidden - self.above, 0)), area);
    }
}

fn line(message: &Message) -> Line<'static> {
    let name = author(message);
    let color = COLORS[name.bytes().map(usize::from).sum::<usize>() % COLORS.len()];
    let time = message.sent_at.to_string().get(11..16).unwrap_or_default().to_owned();
    Line::from(vec![
        Span::from(time).dim(),
        Span::styled(format!(" {name}: "), Style::new().fg(color).bold()),
        Span::from(text(message).to_owned()),
    ])
}
