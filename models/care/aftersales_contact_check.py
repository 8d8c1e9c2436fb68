from odoo import api, fields, models

from odoo.addons.aftersales.models.base.contacts import CHANNELS, PURPOSES

KEPT_DAYS = 3 * 365


class AftersalesContactCheck(models.Model):
    """That was asked before a customer was written to or called: whether he may be, and what came of it (J3).

    One row each, without stamps of its own: it is written with every message.
    """
    _name = 'aftersales.contact.check'
    _description = "Check before a Contact"
    _order = 'id desc'
    _rec_name = 'partner_id'
    _log_access = False

    date = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now, index=True)
    company_id = fields.Many2one('res.company', readonly=True, index=True, ondelete='cascade')
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True, required=True, index=True, ondelete='cascade')
    channel = fields.Selection(CHANNELS, readonly=True, required=True)
    purpose = fields.Selection(PURPOSES, readonly=True, required=True)
    is_allowed = fields.Boolean(string="Allowed", readonly=True)
    reason = fields.Char(readonly=True, help="Why the customer was not contacted.")
    res_model = fields.Char(string="What It Was About", readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', readonly=True)
    wait_until = fields.Datetime(
        string="Waits Until", readonly=True, help="Until then nobody asks again: the customer had enough messages on this day.")

    _waiting_idx = models.Index("(res_model, wait_until, res_id) WHERE wait_until IS NOT NULL")

    @api.model
    def _note(self, records, channel, obstacles, purpose, partners, wait_until=False):
        """Keep what was asked before ``records`` were told.

        :param obstacles: dict of partner: why not
        :param partners: dict of record: partner
        :param wait_until: naive UTC moment before which they are not asked again
        """
        # sudo: the log is the system's
        self.sudo().create([{
            'company_id': record.company_id.id, 'partner_id': partners[record].id, 'channel': channel, 'purpose': purpose,
            'is_allowed': partners[record] not in obstacles, 'reason': obstacles.get(partners[record]),
            'res_model': record._name, 'res_id': record.id, 'wait_until': wait_until,
        } for record in records if partners[record]])

    @api.autovacuum
    def _gc_checks(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT_DAYS)
        self.search([('date', '<', limit)], limit=10000).unlink()
