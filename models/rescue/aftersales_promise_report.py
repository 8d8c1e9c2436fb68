from odoo import api, models
from odoo.tools import SQL

from .aftersales_rescue_promise import PROMISES

# Where the deadline of a step stands, and when it was done.
DONE = {
    'respond': ('respond_due', SQL("confirmed_date")), 'arrange': ('arrange_due', SQL("accepted_date")),
    'solve': ('solve_due', SQL("COALESCE(handed_in_date, solved_date)")), 'report_round': ('report_due', SQL("closed_date")),
}


class AftersalesPromiseReport(models.Model):
    """Whether each step of a rescue was done when it was promised: answered, arranged, there, closed, and what was promised
    beside it (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.rescue': [
            'state', 'company_id', 'workshop_id', 'kind', 'area_kind', 'severity', 'first_promise', 'promised_date',
            'arrived_date', 'respond_due', 'arrange_due', 'solve_due', 'report_due', 'confirmed_date', 'accepted_date',
            'solved_date', 'handed_in_date', 'closed_date'],
        'aftersales.rescue.promise': ['rescue_id', 'company_id', 'promise_step', 'due', 'done_date'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'rescue' AS document, 'arrive' AS promise_step, company_id, workshop_id,
                   'aftersales.rescue' AS res_model, id AS res_id,
                   COALESCE(first_promise, promised_date) AS due, arrived_date AS done
              FROM aftersales_rescue
             WHERE state != 'cancelled' AND COALESCE(first_promise, promised_date) IS NOT NULL"""),
            *(SQL("""
            SELECT 'rescue' AS document, %s AS promise_step, company_id, workshop_id,
                   'aftersales.rescue' AS res_model, id AS res_id, %s AS due, %s AS done
              FROM aftersales_rescue
             WHERE state != 'cancelled' AND %s IS NOT NULL""", step, SQL.identifier(due), done, SQL.identifier(due))
              for step, (due, done) in DONE.items()),
            *(SQL("""
            SELECT 'rescue' AS document, promise.promise_step, promise.company_id, rescue.workshop_id,
                   'aftersales.rescue' AS res_model, promise.rescue_id AS res_id, promise.due, promise.done_date AS done
              FROM aftersales_rescue_promise AS promise
              JOIN aftersales_rescue AS rescue ON rescue.id = promise.rescue_id
             WHERE promise.promise_step = %s AND promise.due IS NOT NULL AND rescue.state != 'cancelled'""", step)
              for step, __ in PROMISES)]

    @api.model
    def _get_promise_dimensions(self):
        return super()._get_promise_dimensions() | {
            'aftersales.rescue': SQL("SELECT id, kind, area_kind, severity FROM aftersales_rescue")}
