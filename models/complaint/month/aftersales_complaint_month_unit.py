from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesComplaintMonthUnit(models.Model):
    """A responsible unit of a month: its head looks at its cases and says that they are right (K6)."""
    _name = 'aftersales.complaint.month.unit'
    _description = "Unit of a Month of Complaints"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'month_id.id, id'
    _rec_name = 'department_id'
    _frozen_with = 'month_id'

    month_id = fields.Many2one('aftersales.complaint.month', required=True, readonly=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='month_id.currency_id')
    department_id = fields.Many2one(
        'hr.department', string="Unit", required=True, readonly=True, index=True, ondelete='restrict')
    case_count = fields.Integer(string="Cases", readonly=True)
    cost = fields.Monetary(
        string="Its Share of the Cost", readonly=True, groups='aftersales.group_price')
    settled_date = fields.Datetime(string="Settled On", readonly=True)
    settled_by_id = fields.Many2one('res.users', string="Settled By", readonly=True, index='btree_not_null')

    note = fields.Char(string="Its Remark")

    # === ACTION METHODS ===#

    def action_settle(self):
        """The head of the unit, or the manager in his place, has looked at the cases."""
        self.check_access('read')
        self._check_open()
        for unit in self:
            # sudo: who leads a unit is no secret
            head = unit.sudo().department_id.manager_id.user_id
            if not self.env.su and self.env.user != head and not self.env.user.has_group('aftersales.group_manager'):
                raise AccessError(self.env._(
                    "%(unit)s is settled by its head, %(head)s, or by the manager.", unit=unit.department_id.name,
                    head=head.name or self.env._("nobody")))
            if unit.settled_date:
                raise UserError(self.env._("%(unit)s is settled already.", unit=unit.department_id.name))
        # sudo: stamps are the system's
        self.sudo().write({'settled_date': fields.Datetime.now(), 'settled_by_id': self.env.uid})
