from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.aftersales.models.base.entries import CardAction, Hint


class AftersalesJob(models.Model):
    """What the customer may choose instead of the job as it is, and why he wants none of it."""

    _inherit = 'aftersales.job'

    alternative_ids = fields.One2many('aftersales.alternative', 'job_id', string="Alternatives")
    # Mostly there are none: the mark saves the question.
    has_alternatives = fields.Boolean(string="Alternatives Offered", readonly=True, copy=False)
    alternative_name = fields.Char(
        string="This Choice", max_length=80, copy=False,
        help="What the customer reads for the job's own lines where alternatives are offered, e.g. Original parts.")
    decline_reason_id = fields.Many2one(
        'aftersales.decline.reason', string="Reason of Decline", index='btree_not_null', ondelete='restrict',
        copy=False, tracking=True)

    # === ACTION METHODS ===#

    def action_offer_alternative(self):
        """Ask what else the customer may choose; it begins with the lines there are."""
        self.ensure_one()
        self.check_access('write')
        self.env['aftersales.alternative'].new({'job_id': self.id})._check_may_be_offered()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Offer an Alternative"),
            'res_model': 'aftersales.alternative',
            'views': [(self.env.ref('aftersales.alternative_view_form').id, 'form')],
            'target': 'new',
            'context': {'default_job_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _may_offer_alternatives(self):
        """Whether the job waits as a whole: what was approved, begun or promised at a menu's price is not exchanged."""
        self.ensure_one()
        return (
            self.is_waiting_answer and self.state in ('todo', 'blocked') and not self.order_id.is_locked
            and not any(line._is_authorised() or line.is_included for line in self.line_ids))

    def _get_offered_alternatives(self):
        """What may be chosen instead of the job's lines today."""
        self.ensure_one()
        if not self.has_alternatives or not self._may_offer_alternatives():
            return self.env['aftersales.alternative']
        today = self.order_id.workshop_id._get_local_day(fields.Datetime.now())
        return self.alternative_ids.filtered(lambda alternative: alternative._is_open_on(today))

    def _get_lines_to_offer(self):
        """Lines with which a new alternative begins."""
        return self.line_ids

    def _get_first_choice_name(self):
        """What the job's own lines are called among the choices."""
        self.ensure_one()
        return self.alternative_name or self.with_context(lang=self.order_id._get_lang()).env._("As proposed")

    def _get_alternatives_end(self):
        """The last day of a new alternative: the estimate's, else as many days as an estimate made today would hold."""
        self.ensure_one()
        order = self.order_id
        today = order.workshop_id._get_local_day(fields.Datetime.now())
        days = order.company_id.aftersales_estimate_validity_days
        if order.state == 'draft' and order.valid_until and order.valid_until >= today:
            return order.valid_until
        return today + timedelta(days=days) if days else False

    def _before_going_on_as(self, other):
        """What may be chosen here may be chosen there, unless the job there offers a choice of its own."""
        super()._before_going_on_as(other)
        offered = self._get_offered_alternatives()
        if not offered or other.alternative_ids or not other._may_offer_alternatives():
            return
        if self.alternative_name and not other.alternative_name:
            other.alternative_name = self.alternative_name
        self.env['aftersales.alternative'].create([alternative._prepare_continued_vals(other) for alternative in offered])

    def _draft_lines(self, lines):
        """Lines (of an alternative) as lines of this job: named, priced and taxed as such, and never saved."""
        return self._draft_new_lines([line._prepare_draft_vals() for line in lines])

    def _draft_new_lines(self, vals_list):
        self.ensure_one()
        job = self._origin
        # Of an order that is not saved either: the real one's lines stay what they are.
        order = job.order_id.new(origin=job.order_id)
        commands = [Command.clear(), *(Command.create({**vals, 'order_id': order}) for vals in vals_list)]
        return job.new({'line_ids': commands}, origin=job).line_ids

    def _get_shown_content(self, decision='approved', whole=False):
        """With films, and what may be chosen instead: all of it was on the page, whatever the customer chose."""
        content = super()._get_shown_content(decision, whole)
        if films := self._get_customer_videos():
            content['videos'] = [[film.name, film.checksum] for film in films]
        if alternatives := self._get_offered_alternatives():
            content |= {
                'choice': self._get_first_choice_name(),
                'alternatives': [alternative._get_shown_content() for alternative in alternatives],
            }
        return content

    # === BUSINESS METHODS: ANSWERS ===#

    def _choose(self, alternative, channel, **answer):
        """Record that the customer wants ``alternative`` instead of the job as it is."""
        self.ensure_one()
        if not alternative.is_later:
            alternative._take()
            return self._approve(channel, **answer)
        reason = self.env.ref('aftersales.decline_reason_later', raise_if_not_found=False)
        answer |= {'reason': alternative.name, 'decline_reason_id': reason and reason.id}
        return self._decline(channel, chosen=alternative, **answer)

    def _record_answer(self, decision, channel, *, chosen=None, **answer):
        answers = super()._record_answer(decision, channel, **answer)
        if chosen:
            chosen._close('chosen')
        if answer.get('decline_reason_id'):
            # sudo: whoever may record the answer says why, also who else does not change jobs
            self.sudo().decline_reason_id = answer['decline_reason_id']
        return answers

    def _after_approval(self):
        super()._after_approval()
        self._end_alternatives()

    def _after_decline(self):
        super()._after_decline()
        self._end_alternatives()

    def _end_alternatives(self):
        """With the answer the choice is over."""
        # sudo: whoever records the answer
        self.sudo().filtered('has_alternatives').alternative_ids._close('passed')

    # === BUSINESS METHODS: SHEET ===#

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        if self._may_offer_alternatives() and self.env.user.has_group('aftersales.group_order'):
            actions.append(CardAction('action_offer_alternative', self.env._("Offer an Alternative"), 'fa-code-fork'))
        return actions

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        if alternatives := self._get_offered_alternatives():
            names = ", ".join(alternatives.mapped('name'))
            hints.append(Hint('info', self.env._("The customer may choose: %(names)s", names=names)))
        elif self.has_alternatives and self.alternative_name and self._is_live():
            hints.append(Hint('info', self.env._("Chosen: %(name)s", name=self.alternative_name)))
        return hints
