from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether disputes were decided in time (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.price.dispute': ['company_id', 'workshop_id', 'due_date', 'decided_date', 'state'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'dispute' AS document, 'dispute_decide' AS promise_step, dispute.company_id, dispute.workshop_id,
                   'aftersales.price.dispute' AS res_model, dispute.id AS res_id, dispute.due_date AS due,
                   dispute.decided_date AS done
              FROM aftersales_price_dispute AS dispute
             WHERE dispute.due_date IS NOT NULL AND dispute.state != 'withdrawn'""")]
