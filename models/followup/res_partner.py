from datetime import timedelta

from odoo import fields, models

# On which ways a step goes that has one of these.
CHANNELS = {'call': ('call',), 'message': ('mail', 'sms'), 'letter': ('letter',)}


class ResPartner(models.Model):
    """Who refuses is left in peace at once: what waits for him goes another way, or ends (J3)."""
    _inherit = 'res.partner'

    followup_ids = fields.One2many(
        'aftersales.followup', 'partner_id', string="Follow-up", readonly=True, groups='aftersales.group_followup')

    def _on_contact_refused(self, channel, purpose):
        super()._on_contact_refused(channel, purpose)
        # sudo: whoever notes the wish need not see follow-up
        waiting = self.env['aftersales.followup'].sudo().search([
            ('partner_id', 'in', self.ids), ('purpose', '=', purpose), ('state', 'in', ('planned', 'no_answer'))])
        for followup in waiting.filtered(lambda followup: channel in CHANNELS[followup.channel]):
            if all(followup.partner_id._refuses(name, purpose) for name in CHANNELS[followup.channel]):
                followup._go_on('refused')
        self.env['aftersales.followup']._withhold_refused(self)

    def _count_messages_of_day(self, company):
        """Of the register, whoever wrote, and surveys that were sent; what a case writes about itself does not count."""
        counts, start = super()._count_messages_of_day(company), company._get_day_start()
        own = [('partner_id', 'in', self.ids)]
        # sudo: whoever sends asks for all outlets of the customer
        for model, domain in (
                ('aftersales.followup.contact', [
                    ('medium', 'in', ('message', 'letter')), ('direction', '=', 'out'), ('outcome', '=', 'sent'),
                    ('date', '>=', start), ('complaint_id', '=', False)]),
                ('aftersales.survey.invitation', [
                    ('method', '=', 'link'), ('state', '!=', 'skipped'), ('asked_date', '>=', start)])):
            counts.update(dict(self.env[model].sudo()._read_group([*own, *domain], ['partner_id'], ['__count'])))
        return counts

    def _make_way(self, others):
        """Both were called on a day: so it was. Of what is to be said to them one step lives; a rule has made one a day."""
        super()._make_way(others)
        theirs = [('partner_id', 'in', (self | others).ids)]
        calls = self.env['aftersales.followup.contact'].search([
            *theirs, ('medium', '=', 'call'), ('direction', '=', 'out'), ('is_agreed', '=', False),
            ('invitation_id', '=', False), ('complaint_id', '=', False)])
        self._find_surplus(calls, 'contact_day', lambda call: call.id).is_agreed = True
        steps = self.env['aftersales.followup'].search([*theirs, ('vehicle_id', '=', False)])
        live = steps.filtered(lambda step: step.state in ('planned', 'in_call', 'no_answer'))
        self._find_surplus(
            live, lambda step: True, lambda step: (step.state != 'in_call', step.priority, step.id))._end('newer')
        days = {(step.rule_id, step.anchor_date) for step in steps}
        for step in self._find_surplus(
                steps, lambda step: (step.rule_id, step.anchor_date), lambda step: (step.partner_id != self, step.id)):
            while (step.rule_id, step.anchor_date) in days:
                step.anchor_date -= timedelta(days=1)
            days.add((step.rule_id, step.anchor_date))
