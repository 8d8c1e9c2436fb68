from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount


class AftersalesPartSpecialMixin(models.AbstractModel):
    """Who is asked for a special order, what he says, and who hears of it (H2)."""
    _inherit = 'aftersales.part.special.mixin'

    # === ACTION METHODS ===#

    def action_approve_part(self):
        self._check_may_answer_part()
        self._answer_part('approved')

    def action_refuse_part(self):
        """A dialog asks why it is not ordered."""
        self._check_may_answer_part()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Do Not Order"), 'view_mode': 'form', 'target': 'new',
            'res_model': 'aftersales.part.refusal.wizard', 'context': {f'default_{self._part_line}s': self.ids},
        }

    def action_ask_part_approval(self):
        """Ask again, after it was refused or the task was put away."""
        if not self.env.user.has_group('aftersales.group_request_parts'):
            raise AccessError(self.env._("Parts are asked for by advisors, dispatchers and the parts counter."))
        self.check_access('read')
        self._get_part_document()._claim_for_update()
        held = self.sudo().filtered(lambda line: line.part_approval in ('to_approve', 'refused'))
        if not held:
            raise UserError(self.env._(
                "%(parts)s: nobody has to approve it. It is here, ordered, approved or below the limit.",
                parts=", ".join(self.mapped('product_id.display_name'))))
        held.write({'part_answer': False, 'part_refusal': False})  # sudo: the answer is the system's
        held._ask_part_approval()

    # === BUSINESS METHODS: ANSWERS ===#

    def _refuse_part(self, reason):
        self._check_may_answer_part()
        self._answer_part('refused', reason)

    def _check_may_answer_part(self):
        """:raises AccessError: when somebody else has to say it
        :raises UserError: when nobody has to any more"""
        self.check_access('read')
        self._get_part_document()._claim_for_update()
        for line in self.sudo():  # sudo: what is to be ordered is stock's; the user's role is asked here
            group = line.company_id._get_special_order_group(line.part_amount)
            if line.part_approval not in ('to_approve', 'refused'):
                raise UserError(self.env._(
                    "%(part)s for %(order)s waits for nobody's word: it is here, ordered, approved or below the limit. "
                    "Reload the page.", part=line.product_id.display_name, order=line._get_part_document().name))
            if not self.env.user.has_group(group):
                raise AccessError(self.env._(
                    "%(part)s for %(order)s is approved by: %(role)s.", part=line.product_id.display_name,
                    order=line._get_part_document().name, role=line._get_special_role()))

    def _answer_part(self, answer, reason=False):
        for line in self.sudo():  # sudo: the answer is the system's, whose role was asked before
            line.write({
                'part_answer': answer, 'part_answer_by_id': self.env.uid, 'part_answer_date': fields.Datetime.now(),
                'part_answer_amount': line.part_amount, 'part_answer_product_id': line.product_id.id, 'part_refusal': reason})
        for order, lines in self.grouped(self._part_document).items():
            order._log_part_answer(lines, answer, reason)
        if answer == 'refused':
            self._tell_advisor_of_refusal(reason)
        self._get_part_document().sudo()._settle_part_approvals()  # sudo: the task may be somebody else's

    def _approve_by_ordering(self):
        """Whoever may approve a part and orders it has approved it; what was refused stays so until somebody says else."""
        own = self.sudo().filtered(lambda line: line.part_approval == 'to_approve' and self.env.user.has_group(
            line.company_id._get_special_order_group(line.part_amount)))
        if own:
            own.sudo(self.env.su)._answer_part('approved')

    # === BUSINESS METHODS: TASKS ===#

    def _follow_special_orders(self, moment):
        """As soon as stock has none of a dear part, whoever has to approve its order knows."""
        if moment:
            self._filter_dear().filtered(lambda line: line.part_approval == 'to_approve')._ask_part_approval()
        else:
            self._get_part_document()._settle_part_approvals()

    def _filter_dear(self):
        """Those that may be above the limit: where stock is, is asked for these alone."""
        return self.filtered(lambda line: line.product_id and line.company_id._get_special_order_group(
            line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id) * line._get_special_price()))

    def _ask_part_approval(self):
        """One task an order and person, with what is to be ordered and for how much."""
        by_reader = {}
        for line in self:
            by_reader.setdefault((line._get_part_document(), line._get_part_approver()), []).append(line)
        for (order, user), lines in by_reader.items():
            order._ask_for_special_orders(user, self.browse().concat(*lines))

    def _get_part_approver(self):
        """Who is asked: the head of the outlet where he may, else who has the role in the company."""
        self.ensure_one()
        group, document = self.company_id._get_special_order_group(self.part_amount), self._get_part_document()
        if group == 'aftersales.group_manager':
            return document._get_late_reader('manager')
        head = document.workshop_id.manager_id
        # sudo: who has a role is no secret
        able = self.env.ref(group).sudo().all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        if head in able:
            return head
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids
        return able.sorted(lambda user: (user in managers, user.id))[:1] or document._get_late_reader('manager')

    def _get_special_item(self):
        self.ensure_one()
        amount = format_amount(self.env, self.part_amount, self.part_currency_id)
        return Markup('<li>%s</li>') % ' · '.join(filter(None, (
            f'{self.product_id.display_name} × {self.quantity:g}', amount, *self._get_special_words())))

    def _get_special_words(self):
        """Hook: what is said to whoever has to approve the part, beside what it is and costs."""
        self.ensure_one()
        return ()

    def _tell_advisor_of_refusal(self, reason):
        for order, lines in self.grouped(self._part_document).items():
            user = order.user_id or order.workshop_id.manager_id
            if not user or user == self.env.user:
                continue
            words = lines.with_context(lang=user.lang)
            order.sudo().activity_schedule(  # sudo: whoever approves parts need not write sales
                order._refused_activity, user_id=user.id, note=Markup('<p>%s</p>') % reason,
                summary=words.env._("Not ordered: %(parts)s", parts=", ".join(words.mapped('product_id.name')))[:250])
