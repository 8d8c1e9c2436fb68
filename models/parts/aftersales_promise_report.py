from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether parts that were not here came in time (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.order.line': ['company_id', 'order_id', 'parts_due', 'parts_came_date'],
        'aftersales.order': ['workshop_id', 'state'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'parts' AS document, 'ship' AS promise_step, line.company_id, ordered.workshop_id,
                   'aftersales.order' AS res_model, line.order_id AS res_id, line.parts_due AS due,
                   line.parts_came_date AS done
              FROM aftersales_order_line AS line
              JOIN aftersales_order AS ordered ON ordered.id = line.order_id
             WHERE line.parts_due IS NOT NULL AND ordered.state != 'cancelled'""")]
