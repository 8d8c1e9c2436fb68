from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether parcels left in time (A4, H9)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.counter.sale': ['company_id', 'workshop_id', 'due_date', 'moved_date', 'state'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'counter_sale' AS document, 'ship' AS promise_step, sale.company_id, sale.workshop_id,
                   'aftersales.counter.sale' AS res_model, sale.id AS res_id, sale.due_date AS due, sale.moved_date AS done
              FROM aftersales_counter_sale AS sale
             WHERE sale.due_date IS NOT NULL AND sale.state != 'cancelled'""")]
