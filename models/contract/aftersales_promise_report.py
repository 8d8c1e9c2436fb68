from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether refunds of contracts were decided in time (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.contract': ['company_id', 'refund_due_date', 'refund_answer_date', 'state'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'contract' AS document, 'contract_refund' AS promise_step, contract.company_id, NULL::int AS workshop_id,
                   'aftersales.contract' AS res_model, contract.id AS res_id, contract.refund_due_date AS due,
                   contract.refund_answer_date AS done
              FROM aftersales_contract AS contract
             WHERE contract.refund_due_date IS NOT NULL""")]
