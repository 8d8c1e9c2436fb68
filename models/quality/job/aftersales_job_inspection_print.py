from odoo import models

from odoo.addons.aftersales.models.base.words import say_stamp


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    def _get_print_inspection(self):
        """Who passed the job and when."""
        inspection = self.inspection_ids.filtered(lambda inspection: inspection.state == 'pass').sorted('id')[-1:]
        if self.state != 'passed' or not inspection:
            return super()._get_print_inspection()
        return self.env._(
            "passed on %(date)s by %(inspector)s",
            date=say_stamp(self.env, inspection.date, self.workshop_id._get_tz()),
            inspector=inspection.inspector_id.name or inspection.user_id.name,
        )
