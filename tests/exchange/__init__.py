from . import test_import
from . import test_import_batches
from . import test_import_coverage
from . import test_import_tour
from . import test_history
from . import test_interfaces
from . import test_sent_documents
from . import test_health_file
