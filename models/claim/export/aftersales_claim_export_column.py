import re

from odoo import api, fields, models
from odoo.exceptions import UserError

ELEMENTS = re.compile(r'[A-Za-z_][\w.-]*\+?(/[A-Za-z_][\w.-]*\+?){0,6}(/@[A-Za-z_][\w.-]*)?', re.ASCII)


class AftersalesClaimExportColumn(models.Model):
    """A column of a maker's file: its heading, and what of the claim or line it tells."""
    _name = 'aftersales.claim.export.column'
    _description = "Column of a Claim Export"
    _order = 'export_id.id, sequence, id'
    _rec_name = 'header'

    export_id = fields.Many2one('aftersales.claim.export', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    header = fields.Char(
        string="Heading", required=True,
        help="In XML the name of the element, or a path with / between its levels. + after the level that each line begins "
             "anew, else it is the first one; /@ before the name of an attribute.")
    line_kind = fields.Selection(
        selection=[('any', "All"), ('part', "Parts"), ('labour', "Labour"), ('sublet', "Sublet"), ('other', "Other Costs")],
        string="Of Lines", required=True, default='any', help="Of other lines the column tells nothing.")
    source = fields.Selection(
        selection=[
            ('claim.number', "Claim: Number"), ('claim.reference', "Claim: Maker's Number"), ('claim.type', "Claim: Type"),
            ('claim.dealer_code', "Claim: Dealer Code"), ('claim.maker', "Claim: Maker"),
            ('claim.order', "Claim: Repair Order"),
            ('claim.vin', "Claim: VIN"), ('claim.plate', "Claim: Plate"), ('claim.model', "Claim: Model"),
            ('claim.km', "Claim: km"), ('claim.sale_date', "Claim: Sale Date"),
            ('claim.failure_date', "Claim: Failure Date"), ('claim.repair_start', "Claim: Repair Start"),
            ('claim.repair_end', "Claim: Repair End"), ('claim.campaign', "Claim: Campaign No."),
            ('claim.approval', "Claim: Approved before under"), ('claim.defect', "Claim: Defect"),
            ('claim.place', "Claim: Place"), ('claim.complaint', "Claim: Complaint"),
            ('claim.fault_codes', "Claim: Fault Codes"), ('claim.concern', "Claim: Concern"), ('claim.cause', "Claim: Cause"),
            ('claim.correction', "Claim: Correction"), ('claim.causal_part', "Claim: Causal Part"),
            ('claim.causal_number', "Claim: Lot or Serial"), ('claim.currency', "Claim: Currency"),
            ('claim.amount', "Claim: Claimed"), ('claim.technician', "Claim: Technician"),
            ('claim.sent', "Claim: Sent on"), ('claim.km_unit', "Claim: Unit of the Distance"),
            ('line.kind', "Line: Kind"), ('line.code', "Line: Code"), ('line.name', "Line: Description"),
            ('line.quantity', "Line: Quantity or Hours"), ('line.allowed', "Line: Allowed Hours"),
            ('line.price', "Line: Price"),
            ('line.handling', "Line: Handling (%)"), ('line.borne', "Line: Borne by Others"),
            ('line.amount', "Line: Claimed"), ('line.lot', "Line: Lot or Serial"), ('line.supplier', "Line: Supplier"),
        ],
        string="Tells", required=True)

    @api.constrains('header', 'export_id')
    def _check_element(self):
        for column in self:
            if column.export_id.file_format == 'xml' and not ELEMENTS.fullmatch(column.header):
                raise UserError(self.env._(
                    "“%(heading)s” is no name of an XML element. Use letters and digits, with / between levels, + after the "
                    "one that each line begins anew, and /@ before an attribute.",
                    heading=column.header))
