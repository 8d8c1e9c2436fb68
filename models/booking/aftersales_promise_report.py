from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether who asked heard from us in time, and had the answer in time (A4)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.enquiry': [
            'state', 'company_id', 'workshop_id', 'response_deadline', 'response_date', 'answer_deadline', 'answer_date'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), *(SQL("""
            SELECT 'enquiry' AS document, %s AS promise_step, company_id, workshop_id,
                   'aftersales.enquiry' AS res_model, id AS res_id, %s AS due, %s AS done
              FROM aftersales_enquiry
             WHERE state != 'cancelled' AND %s IS NOT NULL""", step, SQL.identifier(due), SQL.identifier(done),
            SQL.identifier(due)) for step, due, done in (
                ('respond', 'response_deadline', 'response_date'), ('reply', 'answer_deadline', 'answer_date')))]
