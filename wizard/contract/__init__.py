from . import contract_refund_wizard
