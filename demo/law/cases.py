from odoo import api, fields, models

from odoo.addons.aftersales.demo.base.tools import OUTLETS


class AftersalesDemo(models.AbstractModel):
    """One car near an exchange, one whose owner has asked for it: what two months of visits amount to."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_law(self):
        for problem in self.env['aftersales.problem'].search([('job_ids', '!=', False)]):
            if problem.visit_count < 2:
                continue
            problem.with_context(tracking_disable=True).name = problem.job_ids[:1].concern
        # What the night would have found.
        self.env['fleet.vehicle'].search([('statute_next_watch', '!=', False)])._watch_statutes()
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            cases = self.env['aftersales.statute.case'].search([('company_id', '=', company.id)])
            for case in cases:
                clerk = self._as(case, 'claims', company)
                clerk.request_date = fields.Date.today()
                clerk.action_request()
