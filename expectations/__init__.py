"""What must hold before anything is published: suites as data, and the module that runs them."""
