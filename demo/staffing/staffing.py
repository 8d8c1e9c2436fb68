from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Staffing of the month: a busy outlet's own ratio of advisors, and who is missing (A3)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_staffing(self):
        shanghai = self._ref('workshop_shanghai')
        self._as(self.env['aftersales.staffing.ratio'], 'manager', self._ref('company_shanghai')).create({
            'job_id': self._ref('post_advisor').id, 'workshop_id': shanghai.id, 'unit_count': 8})
        (shanghai | self._ref('workshop_hangzhou'))._check_staffing()
