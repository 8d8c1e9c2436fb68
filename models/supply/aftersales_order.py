from markupsafe import Markup, escape

from odoo import models

from .order_line.aftersales_order_line_answer import APPROVAL_ACTIVITY, REFUSED_ACTIVITY


class AftersalesOrder(models.Model):
    """The tasks that an order's special orders give (H2)."""
    _inherit = 'aftersales.order'

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target in self._locked_states:
            self.sudo()._settle_part_approvals()  # sudo: the tasks may be somebody else's

    def _ask_for_special_orders(self, user, lines):
        """A task for ``user`` with each of ``lines``, and with what of the order waits for him besides."""
        self.ensure_one()
        lines |= self.line_ids.filtered(
            lambda line: line.part_approval == 'to_approve' and line._get_part_approver() == user)
        words = lines.with_context(lang=user.lang)
        plate = self.license_plate or self.name
        note = Markup('<ul>%s</ul>') % Markup().join(line._get_special_item() for line in words)
        earlier = self.activity_search([APPROVAL_ACTIVITY], user_id=user.id)
        if earlier:
            earlier[0].note = note
            return
        self.activity_schedule(
            APPROVAL_ACTIVITY, user_id=user.id, note=escape(note),
            summary=words.env._("Approve special order: %(plate)s", plate=plate))

    def _log_part_answer(self, lines, answer, reason):
        """Who said what of which part; without amounts, which are not everybody's."""
        self.ensure_one()
        parts = ", ".join(f'{line.product_id.display_name} × {line.quantity:g}' for line in lines)
        if answer == 'approved':
            body = self.env._("Special order approved: %(parts)s", parts=parts)
        else:
            body = self.env._("Special order not approved: %(parts)s. %(reason)s", parts=parts, reason=reason)
        self.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)  # sudo: the log is the system's

    def _settle_part_approvals(self):
        """What nobody has to approve any more is nobody's task."""
        tasks = self._get_planned_tasks(APPROVAL_ACTIVITY)
        asked = self.filtered(lambda order: order.id in tasks.mapped('res_id'))  # stock is asked for these alone
        settled = asked.filtered(lambda order: order.is_locked or 'to_approve' not in order.line_ids.mapped('part_approval'))
        tasks.filtered(lambda task: task.res_id in settled.ids).unlink()
        locked = self.filtered('is_locked')
        if locked:
            locked._get_planned_tasks(REFUSED_ACTIVITY).unlink()
