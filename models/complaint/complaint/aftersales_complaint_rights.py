from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_complaint_life import HANDLE, INVESTIGATE

SEE = 'aftersales.group_see_complaint,aftersales.group_book_complaint'
# What whoever receives it enters.
RECEIVED = {
    'kind', 'workshop_id', 'received_date', 'receiver_id', 'channel', 'authority_number', 'category_id', 'severity',
    'is_safety', 'is_injured', 'is_press', 'is_statutory', 'recall_id', 'authority_name',
    'is_abroad', 'partner_id', 'contact_name', 'phone', 'email', 'address', 'vehicle_id', 'odometer', 'order_id',
    'job_id', 'invoice_id', 'reference', 'product_id', 'lot_number', 'delivered_date', 'quantity_delivered',
    'quantity_faulty', 'has_sample', 'subject', 'story', 'demand', 'quantity_to_return', 'is_return_unknown',
    'amount_demanded', 'documents_note', 'reasons_note',
}
# What the unit finds out.
FOUND = {
    'investigator_id', 'needs_joint', 'joint_people', 'joint_date', 'joint_findings', 'report_date', 'findings', 'cause_id',
    'root_cause', 'party_ids', 'are_reasons_confirmed', 'solution_ids', 'offer_text', 'bearer', 'documents_note',
}
# What anybody adds who sees it; what stands there is not his.
ADDED = {'opinion_ids', 'dissent_ids', 'action_ids'}
# What the call afterwards brings.
ASKED = {'mood', 'confirm_note', 'refused_reason', 'late_reason'}
# What was approved is what the customer gets.
DECIDED = {'solution_ids', 'offer_text', 'bearer', 'party_ids'}
# To whom, on what car and of which document it is given: added where it was missing, never another.
GIVEN_TO = {'partner_id', 'vehicle_id', 'order_id', 'job_id', 'invoice_id'}
DECIDED_STATES = ('approved', 'carried_out', 'confirmed')
# What the number and the days rest on.
REGISTERED = {'kind', 'received_date', 'company_id'}
# What changes the deadlines.
COUNTED = {'severity', 'is_abroad', 'channel', 'category_id'}


class AftersalesComplaint(models.Model):
    """Who receives it, who finds out and who decides write their own blocks only (sheet of complaints, 13)."""
    _inherit = 'aftersales.complaint'

    may_enter_matter = fields.Boolean(compute='_compute_may_enter')
    may_enter_findings = fields.Boolean(compute='_compute_may_enter')
    may_enter_rest = fields.Boolean(compute='_compute_may_enter')

    @api.depends_context('uid')
    @api.depends('state', 'registered_date', 'receiver_id')
    def _compute_may_enter(self):
        """What the form lets him type: the blocks that are his now, and nothing of what is over."""
        is_office = self.env.user.has_group(HANDLE)
        for complaint in self:
            is_over = complaint._is_frozen() or complaint.state in ('unfounded', 'cancelled')
            own = complaint._get_own_fields()
            complaint.may_enter_rest = is_office and not is_over
            complaint.may_enter_matter = not is_over and (is_office or not complaint._origin or 'story' in own)
            complaint.may_enter_findings = not is_over and (is_office or 'findings' in own)

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Who of the house meets a case on another document, and may not see cases, is told its number: a many2one is
        read with the system's rights, and the subject is the customer's words."""
        super()._compute_display_name()
        if self.env.user._is_internal() and not self.env.user.has_groups(SEE):
            for complaint in self:
                complaint.display_name = complaint.name if complaint.name != '/' else self.env._("New")

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        defaults = {key[8:] for key in self.env.context if key.startswith('default_')}
        for complaint, vals in zip(complaints, vals_list, strict=True):
            complaint._check_may_be_begun_with({*vals, *defaults})
        return complaints

    def write(self, vals):
        is_counted = COUNTED & vals.keys()
        Deadline = self.env['aftersales.deadline']
        own = Deadline._get_categories() if 'category_id' in vals else self.category_id.browse()
        counted = {complaint: complaint._get_counted(own) for complaint in self} if is_counted else {}
        result = super().write(vals)
        changed = self.filtered(lambda complaint: complaint.is_open and complaint in counted and (
            counted[complaint] != complaint._get_counted(own)))
        if changed:
            changed._begin_whole_anew()
            changed._give_tasks()  # by the new days
        return result

    def _get_counted(self, categories):
        """What its deadlines depend on.

        :param categories: those that have deadlines of their own; others change nothing
        """
        self.ensure_one()
        mine = [number for number in self._get_category_path() if number in categories._ids]
        return self.severity, self.is_abroad, self.channel, mine

    def _check_may_write(self, vals):
        """:raises AccessError: for what is somebody else's, UserError for what is over"""
        if self.env.su:
            return
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))} - {'state', 'seen_values'}
        if names and 'state' in vals:
            raise UserError(self.env._("Save what you entered first, then move it on with its button."))
        for complaint in self:
            complaint._check_kept(names)
            complaint._check_own(names)

    def _check_may_be_begun_with(self, names):
        """A new one has what its receiver enters; what the form brings by itself is nobody's entry."""
        self.ensure_one()
        if self.env.su:
            return
        begun = {'bearer': 'us', 'caller_id': self.workshop_id.manager_id, 'company_id': self.company_id}
        self._check_own({
            name for name in names
            if name in self._fields and not name.startswith(('message_', 'activity_')) and name != 'state'
            and self[name] and self[name] != begun.get(name)})

    def _check_own(self, names):
        self.ensure_one()
        other = names - self._get_own_fields() if not self.env.user.has_group(HANDLE) else set()
        if other:
            raise AccessError(self.env._(
                "%(complaint)s: %(fields)s is not yours to change now. Write to %(user)s in its log.",
                complaint=self.display_name, user=self.user_id.name or self.env._("customer care"),
                fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(other))))

    def _get_own_fields(self):
        """What the user may enter now, who is not of the office."""
        self.ensure_one()
        names = set(ADDED)
        if not self.registered_date and self.env.user in self.receiver_id | self.create_uid:
            names |= RECEIVED
        if self.state in ('acknowledged', 'investigating', 'proposed') and self.env.user.has_group(INVESTIGATE):
            names |= FOUND
        if self.state in ('approved', 'carried_out'):
            names |= ASKED
        return names

    def _check_kept(self, names):
        self.ensure_one()
        self._check_open_for(names)
        if self.registered_date and names & REGISTERED:
            raise UserError(self.env._(
                "%(complaint)s is registered: %(fields)s is kept.", complaint=self.display_name,
                fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(names & REGISTERED))))
        if self.state in DECIDED_STATES and (names & DECIDED or any(self[name] for name in names & GIVEN_TO)):
            raise UserError(self.env._(
                "%(complaint)s: what was approved is what the customer gets. The manager takes it back before it is changed.",
                complaint=self.display_name))

    def _check_open_for(self, names):
        """What is over is taken up again before it is changed."""
        if names and self.state in ('unfounded', 'cancelled'):
            raise UserError(self.env._(
                "%(complaint)s is: %(state)s. Take it up again before you change it.", complaint=self.display_name,
                state=self._get_state_label()))
