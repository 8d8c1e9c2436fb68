from . import test_enquiry
