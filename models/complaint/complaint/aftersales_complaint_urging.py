from odoo import fields, models


class AftersalesComplaint(models.Model):
    """The urge note in writing: one mail to whoever holds steps that are late, with all of them; the log keeps it (K2)."""
    _inherit = 'aftersales.complaint'

    def action_print_urge(self):
        """On paper, for the unit to answer on it why it is late."""
        return self.env.ref('aftersales.action_report_complaint_urge').report_action(self, config=False)

    def _send_urge_notes(self, urged):
        """
        :param urged: list of (user, complaint) who are reminded now
        """
        by_user, mails = {}, []
        for user, complaint in urged:
            by_user[user] = by_user.get(user, self.browse()) | complaint
        for user, complaints in by_user.items():
            if not user.email:
                continue
            reader = {'lang': user.lang, 'tz': complaints[0]._get_tz().zone}
            words, company = complaints.with_context(**reader), complaints[0].company_id
            mails.append({
                'subject': words.env._("Urge note: %(count)s complaints are late", count=len(complaints)),
                'body_html': self.env['ir.qweb'].with_context(**reader)._render('aftersales.complaint_urge_mail', {
                    'complaints': words, 'user': user, 'company': company, 'base_url': company.get_base_url()}),
                'email_from': company.email_formatted or user.email_formatted, 'email_to': user.email_formatted,
                'author_id': company.partner_id.id, 'auto_delete': True})
        # sudo: the note is the system's, whoever is late
        self.env['mail.mail'].sudo().create(mails)
        noted = {}
        for user, complaint in urged:
            noted.setdefault(complaint, []).append(user.name)
        self.browse().concat(*noted)._message_log_batch(bodies={
            complaint.id: self.env._("Urge note to %(users)s.", users=", ".join(names)) for complaint, names in noted.items()})

    def _get_days_late(self):
        """Days since the step had to be done, of the outlet's calendar; 0 where it is in time."""
        self.ensure_one()
        now = fields.Datetime.now()
        return self._count_days(self.deadline, now) - 1 if self.deadline and self.deadline < now else 0
