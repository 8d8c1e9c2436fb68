from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class AftersalesPromiseReport(models.Model):
    """Which promises were kept, and how late the others were: of every document with a deadline, by outlet and month (A4)."""
    _name = 'aftersales.promise.report'
    _inherit = ['aftersales.analysis.mixin']
    _description = "Promises Kept"
    _newest_field = 'due'
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
    res_model = fields.Char(readonly=True, string="Document Model")
    kind = fields.Selection(
        lambda self: self.env['aftersales.deadline']._fields['kind']._description_selection(self.env), readonly=True)
    area_kind = fields.Selection(
        lambda self: self.env['aftersales.deadline']._fields['area_kind']._description_selection(self.env), string="Area",
        readonly=True)
    severity = fields.Selection(
        lambda self: self.env['aftersales.deadline']._fields['severity']._description_selection(self.env), readonly=True)
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

    @api.model
    def _get_promise_dimensions(self):
        """Hook: what kind, area and severity a document has; rooms add theirs by ``super()``.

        :return: dict of model name: SQL that selects id, kind, area_kind and severity, as the table of deadlines calls them
        """
        return {}

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
        joins, aliases = [], []
        for number, (model, query) in enumerate(self._get_promise_dimensions().items()):
            aliases.append(alias := SQL.identifier(f'document_{number}'))
            joins.append(SQL(
                "LEFT JOIN (%(query)s) AS %(alias)s ON %(alias)s.id = promised.res_id AND promised.res_model = %(model)s",
                query=query, alias=alias, model=model))
        told = SQL(", ").join(
            SQL("COALESCE(%s, NULL::varchar) AS %s", SQL(", ").join(
                [SQL("%s.%s", alias, SQL.identifier(name)) for alias in aliases] or [SQL("NULL::varchar")]),
                SQL.identifier(name))
            for name in ('kind', 'area_kind', 'severity'))
        return SQL("""
            SELECT promised.*, %(told)s,
                   CASE WHEN COALESCE(promised.done, %(now)s) > promised.due THEN 0.0
                        WHEN promised.done IS NULL THEN NULL ELSE 100.0 END AS kept,
                   CASE WHEN COALESCE(promised.done, %(now)s) > promised.due
                        THEN EXTRACT(EPOCH FROM COALESCE(promised.done, %(now)s) - promised.due) / 3600
                        END AS late_hours
              FROM (%(parts)s) AS promised
              %(joins)s
        """, now=now, parts=parts, told=told, joins=SQL(" ").join(joins))

    def action_open_document(self):
        record = len(self) == 1 and self.env[self.res_model].browse(self.res_id).exists()
        if not record:
            raise UserError(self.env._("This document is no more."))
        return {
            'type': 'ir.actions.act_window', 'res_model': self.res_model, 'res_id': self.res_id, 'view_mode': 'form',
            'views': [(False, 'form')]}
