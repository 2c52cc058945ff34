"""What can happen to a case's documents."""

from dataclasses import dataclass

from hsb.chronology.declare import declare, words


@declare("document.added", strand="", title="Document added", record_class="documents")
@dataclass(frozen=True)
class DocumentAdded:
    document: str
    title: str = words("")

    def sentence(self) -> str:
        return f"Document added: {self.title}." if self.title else "Document added."


@declare("document.refused", strand="", title="Document refused", record_class="documents")
@dataclass(frozen=True)
class DocumentRefused:
    document: str
    title: str = words("")

    def sentence(self) -> str:
        name = f" “{self.title}”" if self.title else ""
        return f"The document{name} was refused by the malware scanner and deleted. Ask for a clean copy."
