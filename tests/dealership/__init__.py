# What tests begin with, by room; no tests here, so that every room may import it.
