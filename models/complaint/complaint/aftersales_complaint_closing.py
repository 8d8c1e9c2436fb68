from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .aftersales_complaint_life import SHORT_KINDS

MOODS = [('content', "Satisfied"), ('neutral', "Neither"), ('discontent', "Not content")]
# Letters that tell the customer what came of it.
FINAL_LETTERS = ('solution', 'close')


class AftersalesComplaint(models.Model):
    """How it ends: carried out, asked by somebody else whether the customer is content, closed; or refused (K2, K4)."""
    _inherit = 'aftersales.complaint'

    carried_note = fields.Text(string="What Was Done", copy=False, tracking=True)
    caller_id = fields.Many2one(
        'res.users', string="Called or Visited By", index='btree_not_null', copy=False, tracking=True, check_company=True,
        compute='_compute_caller_id', store=True, readonly=False, precompute=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The head of the outlet himself, or the delegate he names, speaks with whoever complains.")
    confirmer_id = fields.Many2one(
        'res.users', string="Asks If Content", index='btree_not_null', copy=False, tracking=True, check_company=True,
        domain="[('share', '=', False), ('id', '!=', user_id), ('company_ids', 'in', company_id)]",
        help="Somebody else than who handled it asks the customer afterwards.")
    confirmed_by_id = fields.Many2one('res.users', string="Customer Asked By", readonly=True, copy=False)
    confirmed_date = fields.Datetime(string="Customer Asked On", readonly=True, copy=False, index='btree_not_null')
    mood = fields.Selection(MOODS, string="Customer's Mood", copy=False, tracking=True)
    confirm_note = fields.Text(string="What the Customer Said", copy=False, tracking=True)
    refused_reason = fields.Text(string="Why the Customer Refused", copy=False, tracking=True)
    unfounded_reason = fields.Text(string="Why It Is Unfounded", copy=False, tracking=True)
    unfounded_proof = fields.Text(copy=False, tracking=True, help="What shows it: a paper, a measurement, a photo.")
    outcome = fields.Text(
        string="What Came of It", copy=False, tracking=True, help="Of an incident or a suggestion: the decision.")
    closed_date = fields.Datetime(string="Closed On", readonly=True, copy=False, index='btree_not_null')
    is_closed_late = fields.Boolean(string="Closed Late", compute='_compute_is_closed_late', store=True)
    late_reason = fields.Text(string="Why Late", copy=False, tracking=True)
    is_cause_confirmed = fields.Boolean(string="Root Cause Confirmed", copy=False, tracking=True)
    lesson = fields.Text(copy=False, tracking=True, help="What others should know: told to who leads the responsible units.")

    # === COMPUTE METHODS ===#

    @api.depends('workshop_id')
    def _compute_caller_id(self):
        for complaint in self:
            complaint.caller_id = complaint.caller_id or complaint.workshop_id.manager_id

    @api.depends('closed_date', 'due_date')
    def _compute_is_closed_late(self):
        for complaint in self:
            complaint.is_closed_late = bool(
                complaint.closed_date and complaint.due_date and complaint.closed_date > complaint.due_date)

    @api.constrains('confirmer_id', 'user_id')
    def _check_confirmer(self):
        for complaint in self:
            if complaint.confirmer_id and complaint.confirmer_id == complaint.user_id:
                raise ValidationError(self.env._(
                    "%(complaint)s is handled by %(user)s: somebody else asks the customer.",
                    complaint=complaint.display_name, user=complaint.user_id.name))

    # === ACTION METHODS ===#

    def action_confirm(self):
        return self._ask_outcome('confirmed', self.env._("Is the Customer Content?"))

    def action_refuse(self):
        """The customer does not accept it."""
        return self._ask_outcome('refused', self.env._("Refused by the Customer"))

    def action_unfounded(self):
        return self._ask_outcome('unfounded', self.env._("Unfounded"))

    def action_close(self):
        self._transition('closed')

    def _ask_outcome(self, target, name):
        """Ask what has to be known; what cannot be is told before anybody types."""
        self.ensure_one()
        self.check_access('write')
        self._check_reachable(target)
        if target == 'confirmed':
            self._check_asked_by_other()
        # What the refusal told the customer is what is kept as its reason.
        return self._get_dialog(
            'aftersales.complaint.outcome.wizard', name, target=target, reason=self.unfounded_reason,
            proof=self.unfounded_proof)

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_asked_by_other(self):
        for complaint in self:
            if self.env.user in complaint.user_id | complaint._get_responsible_users():
                raise AccessError(self.env._(
                    "%(complaint)s: whether the customer is content is asked by somebody else than who handled it or is "
                    "responsible for it.", complaint=complaint.display_name))

    def _check_confirmed(self):
        self._check_asked_by_other()
        for complaint in self:
            if complaint.mood not in ('content', 'neutral'):
                raise UserError(self.env._(
                    "%(complaint)s: the customer must be asked, and be content. If he is not, note that he refused.",
                    complaint=complaint.display_name))

    def _after_confirmed(self, source):
        self.sudo().write({'confirmed_by_id': self.env.uid, 'confirmed_date': fields.Datetime.now()})  # sudo: stamps

    def _check_unfounded(self):
        self._check_grounds()
        for complaint in self:
            complaint._check_refusal_told()
            complaint._check_late_told()

    def _check_grounds(self):
        for complaint in self:
            if not (complaint.unfounded_reason or '').strip() or not (complaint.unfounded_proof or '').strip():
                raise UserError(self.env._(
                    "%(complaint)s: write why it is unfounded, and what shows it.", complaint=complaint.display_name))

    def _check_refusal_told(self):
        self.ensure_one()
        if self.kind != 'complaint':
            return
        letters = self.letter_ids.filtered(lambda letter: letter.kind == 'refusal')
        if not letters:
            raise UserError(self.env._(
                "%(complaint)s: tell the customer first, by a refusal that gives its reasons.",
                complaint=self.display_name))
        if self.severity != 'general' and not letters.filtered('is_written'):
            raise UserError(self.env._(
                "%(complaint)s is serious: its refusal is sent in writing. Send the letter first.",
                complaint=self.display_name))

    def _check_late_told(self):
        self.ensure_one()
        if self.is_whole_overdue and not (self.late_reason or '').strip():
            raise UserError(self.env._(
                "%(complaint)s is later than promised: write why before you close it.", complaint=self.display_name))

    def _after_unfounded(self, source):
        self.sudo().write({'decided_by_id': self.env.uid, 'decided_date': fields.Datetime.now()})  # sudo: stamps

    def _check_refused(self):
        for complaint in self:
            if not (complaint.refused_reason or '').strip():
                raise UserError(self.env._(
                    "%(complaint)s: write why the customer does not accept it.", complaint=complaint.display_name))
            complaint._check_late_told()

    def _after_refused(self, source):
        """The same trouble goes on as a new complaint with the old one attached (K4)."""
        for complaint in self:
            complaint._create_following(story=complaint.refused_reason)

    def _check_closed(self):
        for complaint in self:
            if complaint.kind in SHORT_KINDS:
                if not (complaint.outcome or '').strip():
                    raise UserError(self.env._(
                        "%(complaint)s: write what came of it before you close it.", complaint=complaint.display_name))
                continue
            if complaint.state != 'confirmed':
                raise UserError(self.env._(
                    "%(complaint)s is closed when the customer was asked and is content. “%(state)s” is not that far.",
                    complaint=complaint.display_name, state=complaint._get_state_label()))
            complaint._check_told()
            complaint._check_late_told()

    def _get_result_letters(self):
        """Letters and calls that told the customer what was decided; what was said before told something else."""
        self.ensure_one()
        return self.letter_ids.filtered(lambda letter: (
            letter.kind in FINAL_LETTERS and self.decided_date and letter.date >= self.decided_date))

    def _check_told(self):
        """Serious cases are answered in writing; whoever complains is spoken to by the head or his delegate."""
        self.ensure_one()
        final = self._get_result_letters()
        if self.severity != 'general' and not final.filtered('is_written'):
            raise UserError(self.env._(
                "%(complaint)s is serious: the customer is told the result in writing. Send the letter first.",
                complaint=self.display_name))
        if not final:
            raise UserError(self.env._(
                "%(complaint)s: nobody has told the customer what came of it. Send a letter, or note the call.",
                complaint=self.display_name))
        if not self.caller_id:
            raise UserError(self.env._(
                "%(complaint)s: name who of the house's heads, or which delegate, speaks with the customer.",
                complaint=self.display_name))
        if not self.letter_ids.filtered(lambda letter: not letter.is_written and letter.user_id == self.caller_id):
            raise UserError(self.env._(
                "%(complaint)s: %(caller)s has not called or visited the customer yet. Note the call, or name a delegate.",
                complaint=self.display_name, caller=self.caller_id.name))

    # === BUSINESS METHODS: WHAT FOLLOWS ===#

    def _create_following(self, **values):
        """A new complaint that follows from this one, with a number of its own."""
        self.ensure_one()
        # sudo: made by the system, whoever notes that the customer came again
        following = self.sudo().create({**self._prepare_following_vals(), **values})
        following._take_in()
        following._give_tasks()
        self.sudo()._message_log(body=self.env._("Followed by %(complaint)s.", complaint=following._get_html_link()))
        following._message_log(body=self.env._("Follows from %(complaint)s.", complaint=self._get_html_link()))
        return following.with_env(self.env)

    def _prepare_following_vals(self):
        self.ensure_one()
        names = [
            'company_id', 'workshop_id', 'channel', 'category_id', 'severity', 'is_safety', 'is_abroad', 'partner_id',
            'contact_name', 'phone', 'email', 'vehicle_id', 'odometer', 'order_id', 'job_id', 'invoice_id', 'reference',
            'product_id', 'lot_number', 'subject', 'story', 'user_id', 'authority_number', 'authority_name',
            'demand', 'is_statutory']
        source = self.sudo()  # sudo: see _create_following
        return {
            'origin_id': self.id, 'kind': 'complaint',
            **{name: source[name].id if source._fields[name].type == 'many2one' else source[name] for name in names}}
