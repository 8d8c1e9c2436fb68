from odoo import models
from odoo.tools import format_datetime


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    def _get_print_inspection(self):
        """Who passed the job and when."""
        inspection = self.inspection_ids.filtered(lambda inspection: inspection.state == 'pass').sorted('id')[-1:]
        if self.state != 'passed' or not inspection:
            return super()._get_print_inspection()
        return self.env._(
            "passed on %(date)s by %(inspector)s",
            date=format_datetime(self.env, inspection.date, tz=self.workshop_id._get_tz().zone, dt_format='short'),
            inspector=inspection.inspector_id.name or inspection.user_id.name,
        )
