from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import NextStep, OpenPoint


class AftersalesOrder(models.Model):
    """The car is washed before it goes to the workshop, and before it is handed over: by whom and when (D2).

    The advisor says which of both is wanted. What is due stands on the order, on the board and in the list.
    """
    _inherit = 'aftersales.order'

    wash_before = fields.Boolean(string="Wash before Work", copy=False, help="The car goes to the workshop once it is washed.")
    wash_after = fields.Boolean(
        string="Wash before Delivery", copy=False, help="The car is handed over once it is washed after the work.")
    washed_before_date = fields.Datetime(string="Washed before Work", readonly=True, copy=False)
    washed_before_user_id = fields.Many2one(
        'res.users', string="Washed before Work By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    washed_after_date = fields.Datetime(string="Washed before Delivery", readonly=True, copy=False)
    washed_after_user_id = fields.Many2one(
        'res.users', string="Washed before Delivery By", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    is_wash_due = fields.Boolean(
        string="To Wash", compute='_compute_is_wash_due', search='_search_is_wash_due',
        help="Received and to be washed before the work, or ready and to be washed before it is handed over.")

    _wash_before_idx = models.Index("(workshop_id) WHERE wash_before AND washed_before_date IS NULL")
    _wash_after_idx = models.Index("(workshop_id) WHERE wash_after AND washed_after_date IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('state', 'wash_before', 'wash_after', 'washed_before_date', 'washed_after_date')
    def _compute_is_wash_due(self):
        for order in self:
            order.is_wash_due = bool(order._get_due_wash())

    def _search_is_wash_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        before = Domain('state', '=', 'received') & Domain('wash_before', '=', True) & Domain('washed_before_date', '=', False)
        after = Domain('state', '=', 'ready') & Domain('wash_after', '=', True) & Domain('washed_after_date', '=', False)
        return before | after if True in value else ~(before | after)

    # === ACTION METHODS ===#

    def action_washed(self):
        """Whoever washed the car says so: before the work as long as none was begun, else before it is handed over."""
        if not self.env.su and not self.env.user.has_group('aftersales.group_user'):
            raise AccessError(self.env._("Only people of the department say that a car is washed."))
        self.check_access('read')
        self._claim_for_update()  # two who press it wash it once
        for order in self:
            if not order.is_in_house:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: its car is not with us to be washed.",
                    order=order.name, state=order._get_state_label(order.state)))
            if order.state == 'in_progress':
                raise UserError(self.env._(
                    "%(order)s is worked on: the car is washed before the work, or once it is done.", order=order.name))
            step = 'before' if order.state == 'received' else 'after'
            if order[f'washed_{step}_date']:
                raise UserError(self.env._(
                    "%(order)s: the car was washed already, by %(user)s. Reload the page.",
                    order=order.name, user=order[f'washed_{step}_user_id'].sudo().name))
            # sudo: stamps of the system, also of who does not change orders
            order.sudo().write({f'washed_{step}_date': fields.Datetime.now(), f'washed_{step}_user_id': self.env.uid})
            order.sudo()._message_log(
                body=order._get_washed_text(step), author_id=self.env.user.partner_id.id)

    # === BUSINESS METHODS ===#

    def _get_washed_text(self, step):
        if step == 'before':
            return self.env._("The car was washed before the work.")
        return self.env._("The car was washed before it is handed over.")

    def _get_due_wash(self):
        """:return: ``before``, ``after`` or nothing"""
        self.ensure_one()
        if self.state == 'received' and self.wash_before and not self.washed_before_date:
            return 'before'
        return 'after' if self.state == 'ready' and self.wash_after and not self.washed_after_date else ''

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'in_progress':
            # sudo: a car that is worked on again is washed again
            self.sudo().filtered('washed_after_date').write({'washed_after_date': False, 'washed_after_user_id': False})

    def _get_open_points(self):
        return super()._get_open_points() + [
            OpenPoint(order, self.env._(
                "The car of %(order)s is to be washed before it is handed over. Press “Washed” when it is, or untick “Wash "
                "before Delivery”.", order=order.name))
            for order in self if order.wash_after and not order.washed_after_date
        ]

    def _get_next_steps(self):
        steps = super()._get_next_steps()
        if self._get_due_wash() and self.env.user.has_group('aftersales.group_user'):
            steps.append(NextStep(35, 'action_washed', self.env._("Washed")))
        return steps

    def _get_board_marks(self):
        due = {'before': self.env._("Wash before the work"), 'after': self.env._("Wash before delivery")}
        step = self._get_due_wash()
        return super()._get_board_marks() + ([due[step]] if step else [])
