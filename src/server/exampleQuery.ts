/** The query that the IDE opens on. It asks nothing by name, so that it answers over any content. */
export const exampleQuery = `# Who alleged what about whom, in which words,
# through whom, and who answered?
# Ctrl-Enter runs this. The book at the top left
# explains every type and field.
query Allegations {
  allegations(first: 5) {
    totalCount
    nodes {
      summary
      standing
      occurredOn {
        edtf
      }
      accused {
        name
      }
      assertions(first: 5) {
        nodes {
          stance
          speaker {
            name
          }
          via {
            name
          }
          anchor {
            exact
          }
          statement {
            title
          }
        }
      }
    }
  }
}
`;
