"""Sister policies with owners and review dates, and policies that a school brings with it."""
