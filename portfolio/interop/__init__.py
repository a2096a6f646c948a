"""Files in and out of the portfolio: pure formats and profiles here, writing in ``portfolio.actions``."""
