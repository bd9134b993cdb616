"""Great Expectations suites as data, and the module that runs them."""
