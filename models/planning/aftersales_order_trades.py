from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    """Work of one trade: reception names who does it. Work of several: whoever plans shares it out (E5)."""
    _inherit = 'aftersales.order'

    is_multi_trade = fields.Boolean(
        string="Several Trades", compute='_compute_is_multi_trade', search='_search_is_multi_trade',
        help="Its open jobs need different skills: whoever plans the workshop shares them out.")

    @api.depends('job_ids.skill_id', 'job_ids.state', 'job_ids.approval')
    def _compute_is_multi_trade(self):
        for order in self:
            order.is_multi_trade = len(order._get_open_trades()) > 1

    @api.model
    def _search_is_multi_trade(self, operator, value):
        if operator != 'in':
            return NotImplemented
        Job = self.env['aftersales.job']
        Job.flush_model(['order_id', 'state', 'approval', 'skill_id'])

        def to_sql(model, alias, query):
            return SQL(
                "%s IN (SELECT order_id FROM aftersales_job WHERE state IN %s AND skill_id IS NOT NULL "
                "AND approval IS DISTINCT FROM 'declined' GROUP BY order_id HAVING COUNT(DISTINCT skill_id) > 1)",
                SQL.identifier(alias, 'id'), tuple(Job._open_states))
        domain = Domain.custom(to_sql=to_sql, predicate=lambda order: order.is_multi_trade)
        return domain if True in value else ~domain

    def _get_open_trades(self):
        self.ensure_one()
        return self.job_ids.filtered(lambda job: job.is_open and job._is_live()).skill_id

    def _get_board_marks(self):
        return super()._get_board_marks() + ([self.env._("Several trades")] if self.is_multi_trade else [])

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if self.state == 'received' and self.is_multi_trade:
            # sudo: what the skills are called
            alerts.append(Alert('info', self.env._(
                "Work of several trades (%(trades)s): whoever plans the workshop shares it out.",
                trades=", ".join(self.sudo()._get_open_trades().mapped('name')))))
        return alerts
