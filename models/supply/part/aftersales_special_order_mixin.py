from markupsafe import Markup, escape

from odoo import models


class AftersalesSpecialOrderMixin(models.AbstractModel):
    """The tasks that the special orders of a repair order or a counter sale give (H2); its lines are ``line_ids``."""
    _name = 'aftersales.special.order.mixin'
    _description = "Document with Special Orders"
    # XML ids of the kinds of task: to whoever has to say yes, and to whoever hears that somebody said no.
    _approval_activity = None
    _refused_activity = None

    def _are_parts_closed(self):
        """Hook: whether no part is ordered for it any more."""
        self.ensure_one()
        return False

    def _get_special_name(self):
        """Hook: what whoever has to approve a part knows the document by."""
        self.ensure_one()
        return self.name

    def _ask_for_special_orders(self, user, lines):
        """A task for ``user`` with each of ``lines``, and with what of the order waits for him besides."""
        self.ensure_one()
        lines |= self.line_ids.filtered(
            lambda line: line.part_approval == 'to_approve' and line._get_part_approver() == user)
        words, name = lines.with_context(lang=user.lang), self.with_context(lang=user.lang)._get_special_name()
        note = Markup('<ul>%s</ul>') % Markup().join(line._get_special_item() for line in words)
        earlier = self.activity_search([self._approval_activity], user_id=user.id)
        if earlier:
            earlier[0].note = note
            return
        self.activity_schedule(
            self._approval_activity, user_id=user.id, note=escape(note),
            summary=words.env._("Approve special order: %(plate)s", plate=name))

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
        tasks = self._get_planned_tasks(self._approval_activity)
        asked = self.filtered(lambda order: order.id in tasks.mapped('res_id'))  # stock is asked for these alone
        settled = asked.filtered(
            lambda order: order._are_parts_closed() or 'to_approve' not in order.line_ids.mapped('part_approval'))
        tasks.filtered(lambda task: task.res_id in settled.ids).unlink()
        locked = self.filtered(lambda order: order._are_parts_closed())
        if locked:
            locked._get_planned_tasks(self._refused_activity).unlink()
