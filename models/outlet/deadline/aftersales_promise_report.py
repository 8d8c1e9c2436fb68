from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Which promises were kept, and how late the others were: of every document with a deadline, by outlet and month (A4)."""
    _name = 'aftersales.promise.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Promises Kept"
    _auto = False
    _order = 'due desc, id desc'
    _rec_name = 'document'

    document = fields.Selection(
        lambda self: self.env['aftersales.deadline']._fields['document']._description_selection(self.env), readonly=True)
    promise_step = fields.Selection(
        lambda self: self.env['aftersales.deadline']._fields['promise_step']._description_selection(self.env), string="Step",
        readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', readonly=True, string="Record", aggregator=None)
    res_model = fields.Char(readonly=True, string="Model")
    due = fields.Datetime(string="Promised", readonly=True)
    done = fields.Datetime(string="Done", readonly=True)
    kept = fields.Float(string="Kept, %", readonly=True, aggregator='avg')
    late_hours = fields.Float(string="Hours Late", readonly=True, aggregator='avg', help="Of those that were late.")

    @api.model
    def _get_promise_queries(self):
        """Hook: rooms add theirs by ``super()``; each selects document, promise_step, company_id, workshop_id, res_model,
        res_id, due and done, in this order, where something was promised.

        :return: list of SQL
        """
        return []

    @property
    def _table_query(self):
        queries = self._get_promise_queries()
        if not queries:
            queries = [SQL("""
                SELECT NULL::varchar AS document, NULL::varchar AS promise_step, NULL::int AS company_id,
                       NULL::int AS workshop_id, NULL::varchar AS res_model, NULL::int AS res_id,
                       NULL::timestamp AS due, NULL::timestamp AS done WHERE FALSE""")]
        count = len(queries)
        parts = SQL(" UNION ALL ").join([
            SQL("SELECT promise.res_id::bigint * %s + %s AS id, promise.* FROM (%s) AS promise", count, number, query)
            for number, query in enumerate(queries)])
        now = fields.Datetime.now()
        return SQL("""
            SELECT promised.*,
                   CASE WHEN COALESCE(promised.done, %(now)s) > promised.due THEN 0.0
                        WHEN promised.done IS NULL THEN NULL ELSE 100.0 END AS kept,
                   CASE WHEN COALESCE(promised.done, %(now)s) > promised.due
                        THEN EXTRACT(EPOCH FROM COALESCE(promised.done, %(now)s) - promised.due) / 3600
                        END AS late_hours
              FROM (%(parts)s) AS promised
        """, now=now, parts=parts)

    def action_open_document(self):
        record = len(self) == 1 and self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("This document is no more."))
        return {
            'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id, 'view_mode': 'form',
            'views': [(False, 'form')]}
