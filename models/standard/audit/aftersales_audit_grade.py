from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesAudit(models.Model):
    """The grade of the outlet, and which assessment speaks for it today: the last one that is reported (N4)."""
    _inherit = 'aftersales.audit'

    grade_id = fields.Many2one(
        'aftersales.outlet.grade', string="Outlet Grade", compute='_compute_grade_id', store=True, index='btree_not_null',
        ondelete='restrict', help="By the limits of the day it was judged.")
    is_latest = fields.Boolean(string="Speaks for the Outlet", compute='_compute_is_latest', search='_search_is_latest')

    @api.depends('score', 'possible')
    def _compute_grade_id(self):
        grades = self.env['aftersales.outlet.grade'].search([], limit=100)
        for audit in self:
            audit.grade_id = grades._get_grade(audit.score) if audit.possible else grades.browse()

    @api.model
    def _grade_earlier(self):
        """Assessments that were judged before there were grades."""
        audits = self.search([('grade_id', '=', False), ('possible', '>', 0)], limit=10000)
        self.env.add_to_compute(self._fields['grade_id'], audits)

    @api.depends('state', 'date', 'workshop_id')
    def _compute_is_latest(self):
        latest = self._get_latest_ids(self.workshop_id.ids)
        for audit in self:
            audit.is_latest = audit._origin.id in latest

    def _search_is_latest(self, operator, value):
        if operator != 'in':
            return NotImplemented
        latest = Domain('id', 'in', sorted(self._get_latest_ids()))
        return latest if True in value else ~latest

    @api.model
    def _get_latest_ids(self, workshop_ids=None):
        """Ids of the last reported assessment of each outlet, of whatever company."""
        self.flush_model(['state', 'date', 'workshop_id'])
        where = SQL("AND workshop_id IN %s", tuple(workshop_ids or [0])) if workshop_ids is not None else SQL()
        self.env.cr.execute(SQL("""
            SELECT DISTINCT ON (workshop_id) id FROM aftersales_audit
             WHERE state IN ('done', 'approved') %s ORDER BY workshop_id, date DESC, id DESC""", where))
        return {row[0] for row in self.env.cr.fetchall()}
