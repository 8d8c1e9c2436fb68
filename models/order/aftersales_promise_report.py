from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether cars were ready when the customer was told first (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.order': ['state', 'company_id', 'workshop_id', 'promise_first_date', 'ready_date'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'order' AS document, 'solve' AS promise_step, company_id, workshop_id,
                   'aftersales.order' AS res_model, id AS res_id, promise_first_date AS due, ready_date AS done
              FROM aftersales_order
             WHERE state NOT IN ('draft', 'cancelled') AND promise_first_date IS NOT NULL""")]
