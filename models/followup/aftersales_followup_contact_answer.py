from odoo import fields, models
from odoo.exceptions import UserError

# What is said of a contact after it is history: how it was answered, and where the paper is.
AFTERWARDS = {'answer', 'filed_place'}


class AftersalesFollowupContact(models.Model):
    """What becomes of a contact: a letter is kept as it was written and may come back, what came in is answered and filed."""
    _inherit = 'aftersales.followup.contact'

    subject = fields.Char(readonly=True)
    body = fields.Html(string="Letter Text", readonly=True, help="The letter as it was sent.")
    address = fields.Char(readonly=True, help="Where the letter went to, as it was then.")
    attachment_ids = fields.Many2many(
        'ir.attachment', string="Copies", help="The letter that came in, or what was sent with it.")
    returned_date = fields.Date(string="Letter Came Back On", readonly=True)
    answer = fields.Text(help="What was answered to what came in.")
    answered_date = fields.Datetime(string="Answered On", readonly=True)
    answered_by_id = fields.Many2one('res.users', string="Answered By", readonly=True, index='btree_not_null')
    filed_place = fields.Char(string="Filed Where")
    filed_date = fields.Date(string="Filed On", readonly=True)

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            for name, stamp in (('answer', 'answered_date'), ('filed_place', 'filed_date')):
                for contact in self if name in vals else ():
                    if contact[stamp]:
                        raise UserError(self.env._(
                            "%(contact)s is answered or filed: that stays as it was written.", contact=contact.display_name))
        return super().write(vals)

    def _get_open_fields(self):
        return super()._get_open_fields() | AFTERWARDS

    # === ACTION METHODS ===#

    def action_answered(self):
        """What came in has its answer."""
        self.check_access('write')
        for contact in self:
            if contact.direction != 'in' or contact.answered_date:
                raise UserError(self.env._("%(contact)s: nothing is to be answered.", contact=contact.display_name))
            if not (contact.answer or '').strip():
                raise UserError(self.env._("%(contact)s: write what was answered.", contact=contact.display_name))
        # sudo: stamps are the system's
        self.sudo().write({'answered_date': fields.Datetime.now(), 'answered_by_id': self.env.uid})

    def action_filed(self):
        """The paper is where it belongs."""
        self.check_access('write')
        for contact in self:
            if contact.filed_date:
                raise UserError(self.env._("%(contact)s is filed already.", contact=contact.display_name))
            if not (contact.filed_place or '').strip():
                raise UserError(self.env._("%(contact)s: say where it is filed.", contact=contact.display_name))
        # sudo: stamps are the system's
        for contact in self.sudo():
            contact.filed_date = contact.workshop_id._get_local_day(fields.Datetime.now())

    def action_returned(self):
        """The letter came back: the address is wrong, or nobody lives there."""
        self.check_access('write')
        for contact in self:
            if contact.medium != 'letter' or contact.direction != 'out' or contact.outcome != 'sent':
                raise UserError(self.env._("%(contact)s is no letter that was sent.", contact=contact.display_name))
        # sudo: what was sent is the system's
        for contact in self.sudo():
            contact.write({
                'outcome': 'returned', 'returned_date': contact.workshop_id._get_local_day(fields.Datetime.now())})

    def action_refused(self):
        """What came in says that the customer wants to be left in peace: by calls, SMS, mails and letters, at once."""
        self.check_access('write')
        for contact in self:
            if contact.direction != 'in':
                raise UserError(self.env._(
                    "%(contact)s came from us. Note the wish where the customer said it.", contact=contact.display_name))
            contact.partner_id._refuse_all(
                ('call', 'sms', 'mail', 'letter'), ('followup', 'marketing', 'survey'),
                'phone' if contact.medium == 'call' else 'reply', contact.display_name)

    def action_print_letter(self):
        """The letter once more, as it was sent."""
        letters = self.filtered('body')
        if not letters:
            raise UserError(self.env._("No letter of ours is among them."))
        return self.env.ref('aftersales.action_report_followup_letter').report_action(letters, config=False)

    # === BUSINESS METHODS ===#

    def _get_answered(self):
        """What was said to a questionnaire in this call."""
        self.ensure_one()
        # sudo: whoever may read the register reads what was said
        asked = self.sudo().invitation_id or self.sudo().followup_id.invitation_id
        return asked._describe_answers() if asked.state == 'answered' else ''
