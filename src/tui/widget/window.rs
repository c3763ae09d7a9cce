//! Which rows of a long list are in view, so that drawing costs no more for a million rows.

/// A window of `height` rows onto `len` rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    top: usize,
}

impl Window {
    /// The first row in view that keeps `cursor` visible, moving as little as possible.
    pub fn top_for(self, cursor: usize, len: usize, height: usize) -> usize {
        if height == 0 {
            return 0;
        }
        let most = len.saturating_sub(height);
        let top = self.top.min(most);
        if cursor < top {
            cursor
        } else if cursor >= top + height {
            (cursor + 1 - height).min(most.max(cursor + 1 - height))
        } else {
            top
        }
    }

    /// Moves the window so that `cursor` is in view.
    pub fn follow(&mut self, cursor: usize, len: usize, height: usize) {
        self.top = self.top_for(cursor, len, height);
    }
}

/// Moves a cursor by `step` within `len` rows, stopping at the ends.
pub fn moved(cursor: usize, step: isize, len: usize) -> usize {
    cursor.saturating_add_signed(step).min(len.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_view_and_the_window_moves_no_more_than_it_must() {
        let mut window = Window::default();
        for (cursor, top) in [(0, 0), (9, 0), (10, 1), (11, 2), (5, 2), (1, 1), (99, 90)] {
            window.follow(cursor, 100, 10);
            assert_eq!(window.top_for(cursor, 100, 10), top, "cursor {cursor}");
        }
    }

    #[test]
    fn a_window_of_no_height_does_not_panic() {
        assert_eq!(Window::default().top_for(3, 5, 0), 0);
    }

    #[test]
    fn moving_stops_at_the_ends() {
        assert_eq!(moved(0, -1, 5), 0);
        assert_eq!(moved(4, 9, 5), 4);
        assert_eq!(moved(0, 1, 0), 0);
    }
}
