from odoo import api, fields, models

# Letters that answer what the customer asks for under the law.
ANSWERS = ('solution', 'refusal')
# From here on the customer has what he asked for.
FULFILLED = ('carried_out', 'confirmed')


class AftersalesComplaint(models.Model):
    """A demand under the law inside a complaint: the reply and what follows have days of their own, beside the house's
    (K2, I8; in China the Three Guarantees, Order 43 of 2021, art. 28)."""
    _inherit = 'aftersales.complaint'

    is_statutory = fields.Boolean(
        string="Demand under the Law", tracking=True,
        help="The customer asks for what the law gives a car's owner: a free repair, another car, the money back. "
             "The days of the law then run beside those of the house.")
    statute_case_id = fields.Many2one(
        'aftersales.statute.case', string="Case under the Law", compute='_compute_statute_case_id', store=True,
        index='btree_not_null', ondelete='restrict', groups='aftersales.group_see_law',
        help="The open case of this vehicle. Once its written request is here, its days count.")
    statute_reply_due = fields.Datetime(
        string="Reply Due by Law", compute='_compute_statute_dues', store=True,
        help="Until when the customer has our reply, with the reasons where we refuse.")
    statute_end_due = fields.Datetime(
        string="Carried Out by Law", compute='_compute_statute_dues', store=True,
        help="Until when he has what he asked for.")
    is_statute_answered = fields.Boolean(
        string="Answered", compute='_compute_is_statute_answered', store=True,
        help="A solution or a refusal with reasons was sent, or the case under the law was replied to.")

    # === COMPUTE METHODS ===#

    @api.depends('is_statutory', 'vehicle_id', 'company_id')
    def _compute_statute_case_id(self):
        """What it was linked with stays; a case that is over before it is none of its."""
        asked = self.filtered(lambda complaint: complaint.is_statutory and complaint.vehicle_id)
        # sudo: which case a car has is the system's to find
        cases = self.env['aftersales.statute.case'].sudo().search([
            ('vehicle_id', 'in', asked.vehicle_id.ids), ('state', 'in', ('open', 'requested', 'accepted'))],
        ) if asked else self.env['aftersales.statute.case'].sudo()
        for complaint in self:
            case = complaint.statute_case_id if complaint in asked else cases.browse()
            if complaint in asked and case.vehicle_id != complaint.vehicle_id:
                case = cases.filtered(lambda case, complaint=complaint: (
                    case.vehicle_id == complaint.vehicle_id._origin and case.company_id == complaint.company_id))[:1]
            complaint.statute_case_id = case

    @api.depends('is_statutory', 'registered_date', 'statute_case_id.reply_due', 'statute_case_id.completion_due')
    def _compute_statute_dues(self):
        """By the rows of the day on which it is registered, or by the case's written request."""
        asked = self.filtered(lambda complaint: complaint.is_statutory and complaint.registered_date)
        ends = {}
        for start, complaints in asked.grouped('registered_date').items():
            ends |= complaints._get_ends(('statute_reply', 'statute_end'), start)
        for complaint in self:
            case = complaint.sudo().statute_case_id  # sudo: whoever handles the complaint is told its days
            dues = []
            for stage, day in (('statute_reply', case.reply_due), ('statute_end', case.completion_due)):
                of_row = ends.get((complaint, stage), (None, False))[1]
                dues.append(complaint._get_day_end(day) if complaint in asked and day else of_row)
            complaint.statute_reply_due, complaint.statute_end_due = dues

    @api.depends('letter_ids.kind', 'statute_case_id.reply_date')
    def _compute_is_statute_answered(self):
        for complaint in self:
            complaint.is_statute_answered = bool(
                complaint.sudo().statute_case_id.reply_date  # sudo: as above
                or complaint.letter_ids.filtered(lambda letter: letter.kind in ANSWERS))

    @api.depends('statute_reply_due', 'statute_end_due', 'is_statute_answered')
    def _compute_legal_due(self):
        super()._compute_legal_due()

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_statute_case(self):
        return self._get_form_action(self.statute_case_id)

    # === BUSINESS METHODS ===#

    def _get_legal_dues(self):
        return [
            *super()._get_legal_dues(), not self.is_statute_answered and self.statute_reply_due,
            self.state not in FULFILLED and self.statute_end_due]

    @api.model
    def _get_task_fields(self):
        return super()._get_task_fields() | {'is_statutory'}

    def _get_lawful_end(self, days, start):
        """The end of so many working days of the law after ``start``, as its cases count them."""
        self.ensure_one()
        # sudo: the days of the law are no secret; nothing is kept
        case = self.env['aftersales.statute.case'].sudo().new({
            'company_id': self.company_id.id, 'request_date': self._get_local_date(start)})
        day = case._get_working_day(days)
        return self._get_day_end(day) if day else False
