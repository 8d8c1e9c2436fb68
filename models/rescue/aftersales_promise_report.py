from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether somebody was there when the customer was told he would be (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.rescue': [
            'state', 'company_id', 'workshop_id', 'first_promise', 'promised_date', 'arrived_date'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'rescue' AS document, 'arrive' AS promise_step, company_id, workshop_id,
                   'aftersales.rescue' AS res_model, id AS res_id,
                   COALESCE(first_promise, promised_date) AS due, arrived_date AS done
              FROM aftersales_rescue
             WHERE state != 'cancelled' AND COALESCE(first_promise, promised_date) IS NOT NULL""")]
