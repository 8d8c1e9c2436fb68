from odoo import models


class ReportOldPartReturn(models.AbstractModel):
    """What is for no claim goes to whoever takes it back, not to the payer of the work (H6)."""
    _inherit = 'report.aftersales.report_old_part_return'

    def _get_receiver(self, part):
        return part.supplier_id if part.duty in ('core', 'maker') else super()._get_receiver(part)
