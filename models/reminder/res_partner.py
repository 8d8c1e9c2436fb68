from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# So many lines of reminders, and of insurances, stand in a customer's file.
MOST = 3
# On which ways a reminder goes that has one of these.
CHANNELS = {'call': ('call',), 'message': ('mail', 'sms'), 'letter': ('letter',)}


class ResPartner(models.Model):
    """Who refuses is left in peace at once: what waits for him goes another way, or ends (J4)."""
    _inherit = 'res.partner'

    reminder_ids = fields.One2many(
        'aftersales.reminder', 'partner_id', string="Reminders", readonly=True, groups='aftersales.group_remind')
    reminder_count = fields.Integer(compute='_compute_reminder_count', groups='aftersales.group_remind')

    @api.depends('reminder_ids')
    def _compute_reminder_count(self):
        counts = dict(self.env['aftersales.reminder']._read_group(
            [('partner_id', 'in', self.ids)], ['partner_id'], ['__count']))
        for partner in self:
            partner.reminder_count = counts.get(partner._origin, 0)

    @api.readonly
    def action_view_reminders(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_reminders')
        return {**action, 'domain': [('partner_id', 'in', self.ids)], 'context': {}}

    def _prepare_customer_file(self):
        """What the customer is reminded of, and how his insurances stand; what is over long ago is left out."""
        blocks = super()._prepare_customer_file()
        # sudo: whoever prints the file may read what stands in it
        reminders = self.env['aftersales.reminder'].sudo().search(
            [('partner_id', '=', self.id), ('is_told', '=', 1), ('company_id', 'in', self.env.companies.ids)],
            order='told_date desc, id desc', limit=MOST)
        renewals = self.env['aftersales.renewal'].sudo().search(
            [('partner_id', '=', self.id), ('company_id', 'in', self.env.companies.ids)],
            order='due_date desc, id desc', limit=MOST)
        rows = [
            (' · '.join(filter(None, (reminder.rule_id.name, reminder.license_plate))),
             ' · '.join((format_date(self.env, reminder.due_date), reminder._get_state_label())))
            for reminder in reminders]
        rows += [
            (' · '.join(filter(None, (self.env._("Insurance Renewal"), renewal.license_plate))),
             ' · '.join((format_date(self.env, renewal.due_date), renewal._get_state_label())))
            for renewal in renewals]
        return [*blocks, {'title': self.env._("Reminders"), 'rows': rows}] if rows else blocks

    def _refuses(self, channel, purpose):
        """Who refused what concerns his car, and said nothing of reminders, wants none either."""
        if super()._refuses(channel, purpose):
            return True
        # sudo: whoever sends messages may ask
        is_said = f'{channel} {purpose}' in (self.sudo().aftersales_wishes or {})
        return purpose == 'reminder' and not is_said and super()._refuses(channel, 'service')

    @api.model
    def _get_refusing_domain(self, channel, purpose):
        refusing = super()._get_refusing_domain(channel, purpose)
        if purpose != 'reminder':
            return refusing
        said = Domain('aftersales_consent_ids', 'any', [
            ('is_last', '=', True), ('channel', '=', channel), ('purpose', '=', purpose)])
        return refusing | super()._get_refusing_domain(channel, 'service') & ~said

    def _on_contact_refused(self, channel, purpose):
        super()._on_contact_refused(channel, purpose)
        waiting = self.env['aftersales.reminder']._search_live([
            ('partner_id', 'in', self.ids), ('purpose', 'in', [purpose, *(['reminder'] if purpose == 'service' else [])]),
            ('state', '=', 'planned')])
        for reminder in waiting.filtered(lambda reminder: channel in CHANNELS[reminder.channel]):
            if all(reminder.partner_id._refuses(name, reminder.purpose) for name in CHANNELS[reminder.channel]):
                reminder._go_on('refused')

    def _make_way(self, others):
        """Both were greeted on a day: so it was, and what the second was told of has a name of its own."""
        super()._make_way(others)
        reminders = self.env['aftersales.reminder'].search([
            ('partner_id', 'in', (self | others).ids), ('vehicle_id', '=', False)])
        surplus = self._find_surplus(
            reminders, lambda reminder: (reminder.rule_id, reminder.due_name),
            lambda reminder: (reminder.partner_id != self, reminder.id))
        surplus.filtered(lambda reminder: reminder.state == 'planned')._end('hand')
        for reminder in surplus:
            reminder.due_name = f'{reminder.due_name} {reminder.partner_id.id}'
