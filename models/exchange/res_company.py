from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Where a receiver may be reached without encryption: on this machine, for trying it.
LOOPBACK = {'localhost', '127.0.0.1', '::1'}


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_call_months = fields.Integer(
        string="Calls of Partners Kept (months)", default=12, required=True, bounds=(1, 120),
        help="Older entries of the log of calls are removed by night.")
    # The administrator's: whoever chooses where data goes to, and with which key. Not of the manager's own settings.
    health_file_url = fields.Char(
        string="Address of the Health File Platform", groups='base.group_system', max_length=500,
        help="Where the electronic health files of repaired cars are sent to. Empty: nothing is prepared or sent.")
    health_file_secret = fields.Char(
        string="Key of the Health File Platform", groups='base.group_system', max_length=500,
        help="Sent with each file, as a bearer token.")
    health_file_repairer = fields.Char(
        string="Our Name on the Platform", groups='base.group_system', max_length=100,
        help="As the workshop is registered there. Empty: the company's name.")

    @api.constrains('health_file_url')
    def _check_health_file_url(self):
        for company in self.filtered('health_file_url'):
            try:
                parts = urlsplit(company.health_file_url)
                protocol = parts[0]
                is_safe = protocol == 'https' or (protocol == 'http' and parts.hostname in LOOPBACK)
                is_fine = is_safe and parts.hostname and not parts.username and (parts.port is None or parts.port)
            except ValueError:
                is_fine = False
            if not is_fine:
                raise ValidationError(self.env._(
                    "“%(address)s” is no address that files can be sent to. It begins with https:// and holds no password.",
                    address=company.health_file_url[:100]))

    def _get_star_sender(self):
        """Who sends a document: (name, text)."""
        self.ensure_one()
        return [('CreatorNameCode', self.name), ('DealerNumberID', self.company_registry or False)]
