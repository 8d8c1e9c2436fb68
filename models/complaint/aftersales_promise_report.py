from odoo import api, models
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Whether complaints were closed in their days (A4, K2)."""
    _inherit = 'aftersales.promise.report'
    _depends = {
        'aftersales.complaint': [
            'state', 'kind', 'company_id', 'workshop_id', 'due_date', 'closed_date', 'severity', 'is_abroad'],
    }

    @api.model
    def _get_promise_queries(self):
        return [*super()._get_promise_queries(), SQL("""
            SELECT 'complaint' AS document, 'whole' AS promise_step, company_id, workshop_id,
                   'aftersales.complaint' AS res_model, id AS res_id, due_date AS due, closed_date AS done
              FROM aftersales_complaint
             WHERE state != 'cancelled' AND due_date IS NOT NULL""")]

    @api.model
    def _get_promise_dimensions(self):
        return super()._get_promise_dimensions() | {'aftersales.complaint': SQL("""
            SELECT id, NULL::varchar AS kind, CASE WHEN is_abroad THEN 'abroad' ELSE 'home' END AS area_kind, severity
              FROM aftersales_complaint""")}
