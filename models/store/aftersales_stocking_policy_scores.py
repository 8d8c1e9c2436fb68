from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

SCORE_TASK = 'aftersales.mail_activity_supplier_score'


class AftersalesStockingPolicy(models.Model):
    """When half a year is over, whoever keeps the store is asked to score those who delivered to it (H4)."""
    _inherit = 'aftersales.stocking.policy'

    scored_half = fields.Date(string="Suppliers Scored For", readonly=True, copy=False)

    @api.model
    def _cron_ask_supplier_scores(self, batch_size=50):
        """Once a half-year, a score in preparation for each supplier who delivered, and a task to judge him."""
        self._create_missing()
        half = self.env['aftersales.supplier.score']._default_period_start()
        # sudo: a scheduled action works for all companies
        self.sudo()._work_through(
            Domain('scored_half', '=', False) | Domain('scored_half', '<', half), '_ask_supplier_scores', batch_size)

    def _ask_supplier_scores(self):
        for policy in self:
            policy._ask_supplier_scores_alone()

    def _ask_supplier_scores_alone(self):
        self.ensure_one()
        Score = self.env['aftersales.supplier.score'].with_company(self.company_id)
        half = Score._default_period_start()
        came = self.env['stock.picking']._read_group([
            ('picking_type_id.warehouse_id', '=', self.warehouse_id.id), ('picking_type_id.code', '=', 'incoming'),
            ('state', '=', 'done'), ('date_done', '>=', half), ('date_done', '<', half + relativedelta(months=6)),
            ('purchase_id', '!=', False), ('partner_id', '!=', False)], ['partner_id'])
        suppliers = self.env['res.partner'].union(*(partner for partner, in came)).commercial_partner_id
        known = Score.search([
            ('company_id', '=', self.company_id.id), ('period_start', '=', half), ('partner_id', 'in', suppliers.ids)])
        scores = Score.create([
            {'partner_id': supplier.id, 'company_id': self.company_id.id, 'period_start': half}
            for supplier in suppliers - known.partner_id])
        task = self.env.ref(SCORE_TASK)
        for score in scores if self.keeper_id else ():
            score.activity_schedule(
                SCORE_TASK, user_id=self.keeper_id.id, date_deadline=task._get_date_deadline(),
                summary=score.with_context(lang=self.keeper_id.lang).env._(
                    "Judge the supplier %(supplier)s: the half-year is over", supplier=score.partner_id.name))
        self.scored_half = half
