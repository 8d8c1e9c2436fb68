from odoo import api, fields, models

from odoo.addons.aftersales.models.base.inputs import clean_code

from . import vin as vin_tools


class AftersalesVinRegion(models.Model):
    """Where the check digit of a VIN is compulsory, by the first characters of the VIN."""

    _name = 'aftersales.vin.region'
    _description = 'VIN Region'
    _order = 'prefix'

    name = fields.Char(string='Country or Region', required=True, translate=True)
    prefix = fields.Char(
        string='VIN Starts With',
        required=True,
        help="First characters of the VIN (world manufacturer identifier), e.g. L for China.",
    )
    is_check_digit_compulsory = fields.Boolean(string='Compulsory Check Digit', default=True)

    _prefix_uniq = models.UniqueIndex('(prefix)', "There is already a region for these first characters.")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, 'prefix': clean_code(vals.get('prefix'))} for vals in vals_list
        ])

    def write(self, vals):
        if 'prefix' in vals:
            vals = {**vals, 'prefix': clean_code(vals['prefix'])}
        return super().write(vals)

    # === BUSINESS METHODS ===#

    @api.model
    def _get_faults(self, vins):
        """Check normalised VINs by the policy of the current company.

        :return: ``{vin: (severity, message)}`` of the faulty ones; severity is 'error' or 'warning'
        """
        codes = {vin: code for vin in vins if vin and (code := vin_tools.find_fault(vin))}
        if not codes:
            return {}
        policy = self.env.company.aftersales_vin_check
        compulsory = tuple(
            self.sudo().search([('is_check_digit_compulsory', '=', True)]).mapped('prefix')
        )
        faults = {}
        for vin, code in codes.items():
            if code == 'filler':
                severity = 'error'
            elif policy != 'region':
                severity = policy
            elif code != 'check_digit' or vin.startswith(compulsory):
                severity = 'error'
            else:
                continue  # where no check digit is compulsory, the ninth character may be any
            faults[vin] = (severity, self._describe_fault(vin, code))
        return faults

    @api.model
    def _describe_fault(self, vin, code):
        if code == 'length':
            return self.env._(
                "VIN %(vin)s has %(count)s characters instead of 17. "
                "Please compare it with the vehicle or its registration document.",
                vin=vin, count=len(vin),
            )
        if code == 'letters':
            return self.env._(
                "VIN %(vin)s contains characters that no VIN has (such as I, O or Q). "
                "Please read them again: they are usually 1 or 0.",
                vin=vin,
            )
        if code == 'filler':
            return self.env._(
                "VIN %(vin)s is no car's number. Read it from the vehicle or its registration document; leave it "
                "empty until it is known.", vin=vin)
        return self.env._(
            "VIN %(vin)s does not pass its check digit: the ninth character is %(found)s, but %(expected)s "
            "is expected. One of the characters is probably mistyped; please compare it with the vehicle.",
            vin=vin, found=vin[vin_tools.CHECK_POSITION], expected=vin_tools.get_check_digit(vin),
        )
