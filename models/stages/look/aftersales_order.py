from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.entries import NextStep


class AftersalesOrder(models.Model):
    """Before the customer of a finished car is called, the advisor has looked at it, where the company wants that."""
    _inherit = 'aftersales.order'

    last_look_ids = fields.One2many('aftersales.last.look', 'order_id', string="Last Looks", readonly=True)
    last_look_count = fields.Integer(compute='_compute_last_look_count', compute_sudo=True)
    is_looked_over = fields.Boolean(
        string="Looked Over", readonly=True, copy=False, help="All was in order at the last look since the car is ready.")
    is_look_due = fields.Boolean(
        string="Last Look Due", compute='_compute_is_look_due', search='_search_is_look_due',
        help="The car is ready, and nobody has looked it over: the customer is not told yet.")

    @api.depends('last_look_ids')
    def _compute_last_look_count(self):
        for order in self:
            order.last_look_count = len(order.last_look_ids)

    @api.depends('state', 'is_looked_over', 'leave_date', 'company_id.aftersales_last_look')
    def _compute_is_look_due(self):
        for order in self:
            order.is_look_due = (
                order.state == 'ready' and order.company_id.aftersales_last_look and not order.is_looked_over
                and not order.leave_date)

    def _search_is_look_due(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = (
            Domain('state', '=', 'ready') & Domain('company_id.aftersales_last_look', '=', True)
            & Domain('is_looked_over', '=', False) & Domain('leave_date', '=', False))
        return domain if True in value else ~domain

    # === ACTION METHODS ===#

    def action_last_look(self):
        """The points the advisor looks at before he calls the customer."""
        self.ensure_one()
        self.check_access('write')
        self._check_look_due()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Last Look at %(vehicle)s", vehicle=self.license_plate or self.name),
            'res_model': 'aftersales.last.look.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_order_id': self.id},
        }

    def action_view_last_looks(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Last Looks"),
            'res_model': 'aftersales.last.look',
            'view_mode': 'list,form',
            'domain': [('order_id', 'in', self.ids)],
        }

    # === BUSINESS METHODS ===#

    def _check_look_due(self):
        for order in self:
            if order.state != 'ready':
                raise UserError(self.env._(
                    "%(order)s is %(state)s: the last look is at a car that is ready.",
                    order=order.name, state=order._get_state_label()))
            if order.is_looked_over:
                raise UserError(self.env._(
                    "%(order)s was looked over already: %(user)s found all in order. Reload the page.",
                    order=order.name, user=order.last_look_ids[:1].user_id.name))

    def _keep_last_look(self, lines, note):
        """Keep what was seen; with all in order the customer is told that the car is ready.

        :param lines: vals of ``aftersales.last.look.line``
        """
        self.ensure_one()
        self._claim_for_update()  # a colleague may be at it as well
        self._check_look_due()
        is_passed = all(line['is_ok'] for line in lines)
        # sudo: what was seen is the system's evidence
        self.env['aftersales.last.look'].sudo().create({
            'order_id': self.id, 'user_id': self.env.uid, 'is_passed': is_passed, 'note': note,
            'line_ids': [Command.create(line) for line in lines]})
        if is_passed:
            self.sudo().is_looked_over = True  # sudo: it follows from the look
            self._tell_ready()
        else:
            self._message_log(body=self.env._(
                "Last look: not in order yet: %(points)s.",
                points=", ".join(": ".join(filter(None, (line['name'], line['note']))) for line in lines if not line['is_ok'])))

    def _after_ready(self, source):
        self.sudo().filtered('is_looked_over').is_looked_over = False  # sudo: a car that was worked on is looked at anew
        super()._after_ready(source)

    def _tell_ready(self):
        super(AftersalesOrder, self.filtered(lambda order: not order.is_look_due))._tell_ready()

    # === BUSINESS METHODS: WHAT THE CUSTOMER READS ===#

    def _get_portal_steps(self):
        """Nobody comes for a car that was not looked over yet: until then it is being checked."""
        steps = super()._get_portal_steps()
        if not self.is_look_due:
            return steps
        shown = {'quality_check': {'status': 'current'}, 'ready': {'status': 'todo', 'date': False}}
        return [step | shown.get(step['key'], {}) for step in steps]

    def _get_portal_status(self):
        status = super()._get_portal_status()
        return status | {'state': 'quality_check'} if self.is_look_due else status

    # === BUSINESS METHODS: SHEET ===#

    def _get_next_steps(self):
        steps = super()._get_next_steps()
        if self.is_look_due and self.env.user.has_group('aftersales.group_order'):
            steps.append(NextStep(50, 'action_last_look', self.env._("Last Look")))
        return steps
