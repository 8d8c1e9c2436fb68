from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether claims went to the maker in time (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.claim': ['state', 'company_id', 'workshop_id', 'send_due', 'submitted_date'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'claim' AS document, 'send' AS promise_step, company_id, workshop_id,
                   'aftersales.claim' AS res_model, id AS res_id, send_due AS due, submitted_date AS done
              FROM aftersales_claim
             WHERE state != 'withdrawn' AND send_due IS NOT NULL""")]
